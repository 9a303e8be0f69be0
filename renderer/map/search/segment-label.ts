import type { SegmentGrade } from "../../../shared/wire/incident.ts";
import type { Theme } from "../../stores/settings-store.ts";
import { type SpriteCache, stamp } from "../crowd/sprite-cache.ts";
import { drawGradeShape, type Grade, segmentInks } from "./segment-ink.ts";
import type { SegmentShape } from "./segment-shapes.ts";

/** Whose a segment is at the moment. */
export interface SegmentOwner {
  readonly sign: string;
  readonly colour: string;
}

export interface SegmentLabel {
  readonly shape: SegmentShape;
  readonly grade: Grade;
  readonly figures: SegmentGrade | undefined;
  readonly owner: SegmentOwner | undefined;
  readonly roomPx: { readonly width: number; readonly height: number };
  /** The middle of the label, px. */
  readonly x: number;
  readonly y: number;
  readonly theme: Theme;
  readonly sprites: SpriteCache;
  readonly words: {
    readonly language: string;
    readonly poa: (share: number) => string;
    readonly pod: (share: number) => string;
  };
}

const linePx = 15;
const font = (weight: number, px: number): string =>
  `${weight} ${px}px system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif`;

/** About how wide words are: asking the browser for each of a thousand would cost more than drawing them. */
const widthOf = (text: string, px: number): number =>
  [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e7f ? px : px * 0.68), 0);

/** Name and figures of a segment, as much of them as it has room for. */
export function drawSegmentLabel(context: Pick<CanvasRenderingContext2D, "drawImage">, label: SegmentLabel): void {
  const { shape, figures, owner, roomPx, grade, theme, words } = label;
  const name = shape.name;
  const poa = figures === undefined ? "" : words.poa(figures.poa);
  const pod = figures === undefined || figures.pod <= 0 ? "" : words.pod(figures.pod);
  const headPx = 16 + widthOf(name, 13);
  const figuresPx = Math.max(widthOf(poa, 12), widthOf(pod, 12)) + 8;
  const hasFigures = poa !== "" && roomPx.width > figuresPx + 12 && roomPx.height > linePx * 3.4;
  const hasName = roomPx.width > headPx + 14 && roomPx.height > linePx + 10;
  const ownerPx = owner === undefined ? 0 : widthOf(owner.sign, 12) + 14;
  if (!hasName && owner === undefined) return;
  const lines = hasFigures ? [poa, pod].filter((line) => line !== "") : [];
  const headLine = hasName ? headPx + 4 : 0;
  const width = Math.ceil(Math.max(headLine + ownerPx, ...lines.map((line) => widthOf(line, 12))) + 8);
  const height = linePx * (1 + lines.length) + 6;
  const key = [name, grade, hasName, lines.join("/"), owner?.sign, owner?.colour, theme, words.language].join("|");
  const sprite = label.sprites.get(key, width, height, (ink) => {
    const { line } = segmentInks[theme][grade];
    ink.textBaseline = "middle";
    ink.textAlign = "left";
    ink.lineJoin = "round";
    const left = (width - headLine - ownerPx) / 2;
    const middle = 3 + linePx / 2;
    if (hasName) {
      ink.strokeStyle = segmentInks[theme].casing;
      ink.lineWidth = 3;
      ink.beginPath();
      ink.arc(left + 7, middle, 6, 0, 2 * Math.PI);
      ink.stroke();
      drawGradeShape(ink, grade, { x: left + 7, y: middle }, line);
      write(ink, name, left + 16, middle, { theme, weight: 700, px: 13 });
    }
    if (owner !== undefined) drawOwner(ink, owner, left + headLine, middle, ownerPx);
    ink.textAlign = "center";
    lines.forEach((text, i) => {
      write(ink, text, width / 2, middle + linePx * (i + 1), { theme, weight: 600, px: 12 });
    });
  });
  stamp(context, sprite, label.x, label.y);
}

function write(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  { theme, weight, px }: { readonly theme: Theme; readonly weight: number; readonly px: number },
): void {
  context.font = font(weight, px);
  context.strokeStyle = theme === "day" ? "rgb(255 255 255 / 88%)" : "rgb(0 0 0 / 82%)";
  context.lineWidth = 3.4;
  context.strokeText(text, x, y);
  context.fillStyle = theme === "day" ? "#10141a" : "#e2d3b2";
  context.fillText(text, x, y);
}

/** A plate in the searcher's colour with its sign. */
function drawOwner(
  context: CanvasRenderingContext2D,
  { sign, colour }: SegmentOwner,
  x: number,
  y: number,
  widthPx: number,
): void {
  context.beginPath();
  context.roundRect(x + 2, y - 7, widthPx - 4, 14, 4);
  context.fillStyle = colour;
  context.fill();
  context.strokeStyle = "#ffffff";
  context.lineWidth = 2.6;
  context.stroke();
  context.strokeStyle = "#10141a";
  context.lineWidth = 1.2;
  context.stroke();
  context.font = font(700, 11);
  context.textAlign = "center";
  context.fillStyle = "#10141a";
  context.fillText(sign, x + widthPx / 2, y + 0.5);
  context.textAlign = "left";
}
