import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { metresPerPx } from "../../../shared/geo/web-mercator.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { Theme } from "../../stores/settings-store.ts";
import type { Sprite, SpriteCache } from "../crowd/sprite-cache.ts";
import type { CanvasView } from "../view-canvas.ts";

type ClueFields = Thing<"clue">["fields"];
export type ClueNature = NonNullable<ClueFields["nature"]>;
export type ClueState = NonNullable<ClueFields["state"]>;

export interface ClueMark {
  readonly id: string;
  readonly number: number;
  readonly nature: ClueNature;
  readonly state: ClueState;
  readonly place: LatLon;
  readonly sigmaM: number | undefined;
}

/** Those that have a place. */
export const clueMarks = (clues: Readonly<Record<string, Thing<"clue">>>): readonly ClueMark[] =>
  Object.values(clues).flatMap(({ id, fields }) =>
    fields.place === undefined
      ? []
      : [
          {
            id,
            number: fields.number ?? 0,
            nature: fields.nature ?? "other",
            state: fields.state ?? "new",
            place: fields.place,
            sigmaM: fields.sigmaM,
          },
        ],
  );

/** Smaller ones are hidden by the mark, or many of them hide the map; the chosen clue's is drawn in any case, px. */
const leastRimPx = 34;
const leastChosenPx = 17;

/** Twice its sigma, about as surely as the ellipses of heat sources. */
export function drawClueSigma(
  view: CanvasView,
  clue: ClueMark,
  options: { readonly chosen: boolean; readonly theme: Theme },
): void {
  if (clue.sigmaM === undefined || clue.state === "dismissed") return;
  const { context } = view;
  const radiusPx = (2 * clue.sigmaM) / metresPerPx(clue.place.latDeg, view.zoom);
  if (radiusPx < (options.chosen ? leastChosenPx : leastRimPx) || radiusPx > 3_000) return;
  const day = options.theme === "day";
  context.beginPath();
  context.arc(view.toX(clue.place.lonDeg), view.toY(clue.place.latDeg), radiusPx, 0, 2 * Math.PI);
  context.strokeStyle = day ? "rgb(255 255 255 / 70%)" : "rgb(0 0 0 / 60%)";
  context.lineWidth = options.chosen ? 5 : 3.4;
  context.stroke();
  context.setLineDash([2, 4]);
  context.strokeStyle = day ? "#5c2e00" : "#f0a83c";
  context.lineWidth = options.chosen ? 2.6 : 1.5;
  context.stroke();
  context.setLineDash([]);
}

const diamond = (): Path2D => new Path2D("M26 9L43 26L26 43L9 26Z");

export interface ClueLook {
  readonly clue: ClueMark;
  readonly chosen: boolean;
  readonly theme: Theme;
  /** One letter of its nature. */
  readonly letter: string;
}

/** A diamond with the clue's number; full where confirmed, in dashes while somebody checks it, struck where dismissed. */
export const clueSprite = (sprites: SpriteCache, { clue, chosen, theme, letter }: ClueLook): Sprite =>
  sprites.get(`clue|${clue.number}|${clue.state}|${letter}|${chosen}|${theme}`, 52, 52, (ink) => {
    const day = theme === "day";
    const dismissed = clue.state === "dismissed";
    const grey = day ? "#4d545c" : "#9a917c";
    const line = dismissed ? grey : day ? "#5c2e00" : "#f0a83c";
    const open = day ? "#fffaf0" : "#211809";
    ink.lineJoin = "round";
    if (chosen) stroke(ink, day ? "#ffb52e" : "#d8922a", 14);
    stroke(ink, day ? "#ffffff" : "#000000", dismissed ? 5 : 8);
    ink.fillStyle = clue.state === "confirmed" ? (day ? "#ffab2e" : "#e29a31") : open;
    ink.fill(diamond());
    if (clue.state === "checking") ink.setLineDash([5, 3]);
    stroke(ink, line, dismissed ? 1.4 : 3);
    ink.setLineDash([]);
    ink.fillStyle = clue.state === "confirmed" ? "#1b1000" : dismissed ? grey : day ? "#1d1100" : "#ffce86";
    ink.textAlign = "center";
    ink.textBaseline = "middle";
    ink.font = `700 ${clue.number > 99 ? 11 : 14}px system-ui, "Noto Sans", sans-serif`;
    ink.fillText(String(clue.number), 26, 26.5);
    if (dismissed) {
      ink.beginPath();
      ink.moveTo(17, 35);
      ink.lineTo(35, 17);
      ink.strokeStyle = grey;
      ink.lineWidth = 1.4;
      ink.stroke();
    }
    badge(ink, clue.state === "confirmed" ? "✓" : letter, theme);
  });

function stroke(ink: CanvasRenderingContext2D, style: string, lineWidth: number): void {
  ink.strokeStyle = style;
  ink.lineWidth = lineWidth;
  ink.stroke(diamond());
}

/** What kind of clue it is, at its upper right. */
function badge(ink: CanvasRenderingContext2D, letter: string, theme: Theme): void {
  const day = theme === "day";
  ink.beginPath();
  ink.arc(40, 12, 8, 0, 2 * Math.PI);
  ink.fillStyle = day ? "#10141a" : "#e2d3b2";
  ink.fill();
  ink.strokeStyle = day ? "#ffffff" : "#000000";
  ink.lineWidth = 1.6;
  ink.stroke();
  ink.fillStyle = day ? "#ffffff" : "#12100c";
  ink.font = '700 11px system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif';
  ink.fillText(letter, 40, 12.5);
}
