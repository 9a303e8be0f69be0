import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { worldLatDeg, worldLonDeg } from "../../../shared/geo/web-mercator.ts";
import type { Theme } from "../../stores/settings-store.ts";
import type { SpriteCache } from "../crowd/sprite-cache.ts";
import { stamp } from "../crowd/sprite-cache.ts";
import type { CanvasView } from "../view-canvas.ts";
import type { MarkHit } from "./mark-hit.ts";
import { worldViewOf } from "./world-view.ts";

/** Many people as numbers: places in parts of the Mercator square, x and y in turn, and each one's look. */
export interface PeopleRows {
  readonly count: number;
  readonly xy: Float64Array;
  /** Index of the colour; 255 where it is old news. */
  readonly looks: Uint8Array;
  readonly colours: readonly string[];
  /** "person/ID" or "invite/ID". */
  readonly keys: readonly string[];
}

export const oldNews = 255;
/** Below this zoom people who stand close are one mark with their number. */
const apartFromZoom = 16;
/** Side of the cells in which they are counted, px; fixed to the ground, so that they don't jump while the map is dragged. */
const cellPx = 40;
const leastTogether = 4;

export interface PeopleScene {
  readonly theme: Theme;
  readonly sprites: SpriteCache;
  /** A number beside its team's own pin says nothing new: the pin stands for its people. */
  readonly teams: readonly { readonly place: LatLon }[];
  readonly tell: (hit: MarkHit) => void;
}

/** People as dots in their team's colour; far out, as numbers. */
export function drawPeople(view: CanvasView, people: PeopleRows, { theme, sprites, teams, tell }: PeopleScene): void {
  const { scale, x0, y0 } = worldViewOf(view);
  const { widthPx, heightPx, context } = view;
  const { count, xy, looks, colours } = people;
  const together = view.zoom < apartFromZoom ? countCells(people, scale) : undefined;
  for (let i = 0; i < count; i++) {
    const x = (xy[2 * i] ?? 0) * scale + x0;
    const y = (xy[2 * i + 1] ?? 0) * scale + y0;
    if (x < -8 || y < -8 || x > widthPx + 8 || y > heightPx + 8) continue;
    if (together !== undefined) {
      const cell = together.get(cellKey(xy[2 * i] ?? 0, xy[2 * i + 1] ?? 0, scale));
      if (cell !== undefined && cell.count >= leastTogether) continue;
    }
    stamp(context, dot(sprites, colours[looks[i] ?? 0], theme), x, y);
    tell({ key: people.keys[i], x, y, reachPx: 14, places: [] });
  }
  const pins =
    together === undefined ? [] : teams.map(({ place }) => ({ x: view.toX(place.lonDeg), y: view.toY(place.latDeg) }));
  for (const { count: members, sumX, sumY } of together?.values() ?? []) {
    if (members < leastTogether) continue;
    const x = (sumX / members) * scale + x0;
    const y = (sumY / members) * scale + y0;
    if (x < -20 || y < -20 || x > widthPx + 20 || y > heightPx + 20) continue;
    if (pins.some((pin) => Math.hypot(pin.x - x, pin.y - y) < cellPx)) continue;
    stamp(context, bubble(sprites, members, theme), x, y);
    const place = { latDeg: worldLatDeg(sumY / members), lonDeg: worldLonDeg(sumX / members) };
    tell({ key: undefined, x, y, reachPx: 18, places: [place] });
  }
}

interface Cell {
  count: number;
  sumX: number;
  sumY: number;
}

const cellKey = (x: number, y: number, scale: number): number =>
  Math.floor((x * scale) / cellPx) * 16_777_216 + Math.floor((y * scale) / cellPx);

const countCells = ({ count, xy }: PeopleRows, scale: number): Map<number, Cell> => {
  const cells = new Map<number, Cell>();
  for (let i = 0; i < count; i++) {
    const [x, y] = [xy[2 * i] ?? 0, xy[2 * i + 1] ?? 0];
    const key = cellKey(x, y, scale);
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, { count: 1, sumX: x, sumY: y });
    else {
      cell.count += 1;
      cell.sumX += x;
      cell.sumY += y;
    }
  }
  return cells;
};

const dot = (sprites: SpriteCache, colour: string | undefined, theme: Theme) =>
  sprites.get(`person|${colour}|${theme}`, 13, 13, (ink) => {
    ink.beginPath();
    ink.arc(6.5, 6.5, 4, 0, 2 * Math.PI);
    ink.strokeStyle = theme === "day" ? "#ffffff" : "#8f8468";
    ink.lineWidth = 4;
    ink.stroke();
    ink.strokeStyle = "#10141a";
    ink.lineWidth = 1.8;
    ink.stroke();
    ink.fillStyle = colour ?? (theme === "day" ? "#d5d8dc" : "#4a4843");
    ink.fill();
  });

const bubble = (sprites: SpriteCache, members: number, theme: Theme) =>
  sprites.get(`people|${members}|${theme}`, 36, 26, (ink) => {
    const day = theme === "day";
    ink.beginPath();
    ink.roundRect(3, 3, 30, 20, 10);
    ink.fillStyle = day ? "rgb(255 255 255 / 92%)" : "rgb(18 16 12 / 88%)";
    ink.fill();
    ink.strokeStyle = day ? "#10141a" : "#c9bb98";
    ink.lineWidth = 1.6;
    ink.stroke();
    ink.fillStyle = day ? "#10141a" : "#e2d3b2";
    ink.font = '700 12px system-ui, "Noto Sans", sans-serif';
    ink.textAlign = "center";
    ink.textBaseline = "middle";
    ink.fillText(String(members), 18, 13.5);
  });
