import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Stores } from "../../stores/create-stores.ts";
import type { Theme } from "../../stores/settings-store.ts";
import { teamColour, teamSign } from "../../stores/team-look.ts";
import { type SpriteCache, stamp } from "../crowd/sprite-cache.ts";
import { declutter } from "../marks/declutter.ts";
import { type LabelSide, type LabelWish, placeLabels } from "../marks/place-labels.ts";
import { ageText, labelWidthPx } from "../marks/vehicle-text.ts";
import { drawTag } from "../plan/draw-tag.ts";
import type { CanvasView } from "../view-canvas.ts";
import type { MarkHit } from "./mark-hit.ts";
import type { SearchWords } from "./search-words.ts";
import { type TeamMode, teamSprite, tipBelowPx } from "./team-sprite.ts";
import { type Standing, standingOf } from "./who-places.ts";

export interface TeamMark {
  /** "team/ID" */
  readonly key: string;
  readonly name: string;
  readonly sign: string;
  readonly mode: TeamMode;
  readonly colour: string;
  readonly place: LatLon;
  readonly standing: Standing;
  readonly ageMs: number;
}

/** All teams whose place is known. */
export const teamMarks = ({ incident }: Stores, utcMs: number): readonly TeamMark[] => {
  const { things, whereabouts } = incident.getState();
  return Object.values(things.team).flatMap(({ id, fields, steps }) => {
    const place = whereabouts[`team/${id}`];
    if (place === undefined) return [];
    const name = fields.name ?? "?";
    const expected = fields.state !== "off" && fields.state !== "resting";
    return [
      {
        key: `team/${id}`,
        name,
        sign: teamSign(name),
        mode: fields.mode ?? "foot",
        colour: teamColour(id),
        place,
        standing: standingOf(steps, place.utcMs, utcMs, { expected }),
        ageMs: utcMs - place.utcMs,
      },
    ];
  });
};

/** What a team's tag says beside its name. */
export const standingText = ({ standing, ageMs }: Pick<TeamMark, "standing" | "ageMs">, { t }: SearchWords): string => {
  const age = ageText(ageMs, t);
  switch (standing) {
    case "help":
      return t("map.who.help");
    case "silent":
      return t("map.who.silent", { age });
    case "stale":
      return t("map.who.ago", { age });
    default:
      return "";
  }
};

export interface TeamScene {
  readonly teams: readonly TeamMark[];
  readonly selectedKey: string | undefined;
  readonly hoveredKey: string | undefined;
  readonly theme: Theme;
  readonly words: SearchWords;
  readonly sprites: SpriteCache;
  /** Where each label was last. */
  readonly sides: Map<string, LabelSide>;
}

/** Pins nearer than this are one; far out, where all are near, they keep more ground between them to be seen, px. */
const gapPx = 26;
const farGapPx = 40;
const farZoom = 15;
/** With more pins in sight than this those who are well say nothing: their sign is in the pin. */
const mostLabels = 12;
const mostStaleLabels = 45;
const ranks: Readonly<Record<Standing, number>> = { help: 3, silent: 2, heard: 1, stale: 1 };

/** The teams' pins; where they would cover each other one stands for all, with their number. */
export function drawTeams(view: CanvasView, scene: TeamScene, tell: (hit: MarkHit) => void): void {
  const { teams, selectedKey, hoveredKey, theme, sprites } = scene;
  const seen = teams.flatMap((team) => {
    const x = view.toX(team.place.lonDeg);
    const y = view.toY(team.place.latDeg) - tipBelowPx;
    const isIn = x > -30 && y > -30 && x < view.widthPx + 30 && y < view.heightPx + 50;
    return isIn ? [{ team, x, y }] : [];
  });
  const byKey = new Map(seen.map((one) => [one.team.key, one]));
  const rankOf = ({ key, standing }: TeamMark): number =>
    key === selectedKey ? 5 : key === hoveredKey ? 4 : ranks[standing];
  const groups = declutter(
    seen.map(({ team, x, y }) => ({ id: team.key, xPx: x, yPx: y, rank: rankOf(team) })),
    view.zoom < farZoom ? farGapPx : gapPx,
  );
  const wishes: (LabelWish & { readonly text: string; readonly colour: string; readonly grave: boolean })[] = [];
  for (const { leader, members } of [...groups].reverse()) {
    const one = byKey.get(leader.id);
    if (one === undefined) continue;
    const { team, x, y } = one;
    const { key, sign, mode, colour, standing } = team;
    const rank = rankOf(team);
    stamp(view.context, teamSprite(sprites, { sign, mode, colour, standing, chosen: rank >= 4, theme }), x, y);
    if (members.length > 1) drawMore(view, members.length - 1, x, y, theme);
    tell({
      key,
      x,
      y,
      reachPx: 22,
      places: members.flatMap(({ id }) => byKey.get(id)?.team.place ?? []),
    });
    if (seen.length > (standing === "heard" ? mostLabels : mostStaleLabels) && rank < 2) continue;
    const text = [team.name, standingText(team, scene.words)].filter((word) => word !== "").join(" · ");
    wishes.push({
      id: key,
      xPx: x,
      yPx: y - 2,
      rank,
      widthPx: labelWidthPx(text, ""),
      ringPx: 4,
      side: scene.sides.get(key),
      insists: rank >= 3,
      text,
      colour,
      grave: standing === "help" || standing === "silent",
    });
  }
  const sides = placeLabels(wishes);
  scene.sides.clear();
  for (const wish of wishes) {
    const side = sides.get(wish.id);
    if (side === undefined) continue;
    scene.sides.set(wish.id, side);
    const { text, colour, grave } = wish;
    drawTag(view, { ...tagPlace(wish, side), text, colour, grave, theme });
  }
}

const tagPlace = ({ xPx, yPx, widthPx }: LabelWish, side: LabelSide) => {
  switch (side) {
    case "below":
      return { x: xPx, y: yPx + 36, centred: true };
    case "above":
      return { x: xPx, y: yPx - 36, centred: true };
    case "right":
      return { x: xPx + 24, y: yPx };
    case "left":
      return { x: xPx - 24 - widthPx, y: yPx };
  }
};

/** How many more a mark stands for, at its lower right. */
export function drawMore({ context }: CanvasView, more: number, x: number, y: number, theme: Theme): void {
  const day = theme === "day";
  context.font = '700 11px system-ui, "Noto Sans", sans-serif';
  context.textAlign = "center";
  context.textBaseline = "middle";
  const widthPx = more > 9 ? 26 : 20;
  context.beginPath();
  context.roundRect(x + 8, y + 6, widthPx, 14, 7);
  context.fillStyle = day ? "#ffffff" : "#12100c";
  context.fill();
  context.strokeStyle = day ? "#10141a" : "#c9bb98";
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = day ? "#10141a" : "#e2d3b2";
  context.fillText(`+${more}`, x + 8 + widthPx / 2, y + 13.5);
}
