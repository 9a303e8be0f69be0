import type { teamModes } from "../../../shared/incident/things.ts";
import type { Theme } from "../../stores/settings-store.ts";
import type { Sprite, SpriteCache } from "../crowd/sprite-cache.ts";
import type { Standing } from "./who-places.ts";

export type TeamMode = (typeof teamModes)[number];

export interface TeamLook {
  readonly sign: string;
  readonly mode: TeamMode;
  readonly colour: string;
  readonly standing: Standing;
  readonly chosen: boolean;
  readonly theme: Theme;
}

/** The pin's tip is so far below the sprite's middle, px. */
export const tipBelowPx = 20;
const [widthPx, heightPx] = [52, 52];

/** A pin whose tip is the place; its head is round on foot, square on wheels, and so on, so that colour isn't needed. */
const pinPath = (mode: TeamMode): Path2D => {
  const tip = "M26 46";
  switch (mode) {
    case "wheels":
    case "bike":
      return new Path2D(`${tip}L20 34H14A3 3 0 0 1 11 31V11A3 3 0 0 1 14 8H38A3 3 0 0 1 41 11V31A3 3 0 0 1 38 34H32Z`);
    case "boat":
      return new Path2D(`${tip}L20 36H16L9 24H14V8H38V24H43L36 36H32Z`);
    case "dog":
    case "mounted":
      return new Path2D(`${tip}L20 36L12 31V16L9 7L18 11H34L43 7L40 16V31L32 36Z`);
    default:
      return new Path2D(`${tip}C23 38 11 35 11 22A15 15 0 0 1 41 22C41 35 29 38 26 46Z`);
  }
};

const octagon = (): Path2D => new Path2D("M37 -1H47L53 5V15L47 21H37L31 15V5Z");

/** A team's pin with its sign; grey and struck where it is old news, with an octagon where it is silent or calls. */
export const teamSprite = (sprites: SpriteCache, look: TeamLook): Sprite => {
  const { sign, mode, colour, standing, chosen, theme } = look;
  const key = ["team", sign, mode, colour, standing, chosen, theme].join("|");
  return sprites.get(key, widthPx + 8, heightPx, (ink) => {
    const old = standing === "stale" || standing === "silent";
    const day = theme === "day";
    const pin = pinPath(mode);
    ink.translate(4, 0);
    ink.lineJoin = "round";
    if (chosen) outline(ink, pin, day ? "#ffb52e" : "#d8922a", 13);
    outline(ink, pin, day ? "#ffffff" : "#8f8468", 7);
    outline(ink, pin, "#10141a", 4.4);
    ink.fillStyle = old ? (day ? "#d5d8dc" : "#4a4843") : colour;
    ink.fill(pin);
    if (old) {
      ink.strokeStyle = colour;
      ink.lineWidth = 2;
      ink.stroke(pin);
    }
    ink.fillStyle = old && !day ? "#e6dcc6" : "#10141a";
    ink.textAlign = "center";
    ink.textBaseline = "middle";
    ink.font = `800 ${sign.length > 2 ? 12 : 15}px system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif`;
    ink.fillText(sign, 26, 21.5);
    if (old) {
      ink.strokeStyle = ink.fillStyle;
      ink.lineWidth = 1.6;
      ink.beginPath();
      ink.moveTo(14, 29);
      ink.lineTo(38, 13);
      ink.stroke();
    }
    if (standing === "silent" || standing === "help") alarm(ink, theme);
  });
};

function outline(ink: CanvasRenderingContext2D, path: Path2D, style: string, lineWidth: number): void {
  ink.strokeStyle = style;
  ink.lineWidth = lineWidth;
  ink.stroke(path);
}

/** A red octagon with a mark, never red on black: pale on red by day, dark on pale red by night. */
function alarm(ink: CanvasRenderingContext2D, theme: Theme): void {
  const day = theme === "day";
  ink.save();
  ink.translate(-2, 3);
  const path = octagon();
  outline(ink, path, day ? "#ffffff" : "#000000", 3);
  ink.fillStyle = day ? "#b3130c" : "#ffb59e";
  ink.fill(path);
  ink.fillStyle = day ? "#ffffff" : "#2a0d07";
  ink.font = '800 15px system-ui, "Noto Sans", sans-serif';
  ink.fillText("!", 42, 10.5);
  ink.restore();
}
