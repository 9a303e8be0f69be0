import type { CameraSize } from "../../stores/settings-store.ts";
import { fitPicture, type Size } from "./fit-picture.ts";

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Surroundings {
  readonly window: Size;
  /** What the columns of panels cover, from the window's left and right edge, px. */
  readonly leftPx: number;
  readonly rightPx: number;
  /** What lies at the map's foot over the whole width (time), px. */
  readonly footPx: number;
  /** What lies over the map's head (banners), px. */
  readonly headPx: number;
  /** The corner with hold, return and land: width, and how far it reaches up from the window's foot, px. */
  readonly deck: Size;
}

const topBarPx = 60;
const gapPx = 8;
/** The octagon of the emergency stop beside the left column, with its gap. */
const emergencyPx = 86;
/** What of the panel is no picture: its head, the scale, the pictures' lines, and the tools beneath them. */
const chrome: Size = { width: 103, height: 212 };
/** The same where the tools stand beside the pictures. */
const besideChrome: Size = { width: 307, height: 92 };
/** The same of a panel up to 480 px wide, whose tools stand in two rows. */
const smallChrome: Size = { width: 74, height: 208 };
const smallPx = 480;
const smallestPx = 300;
/** As high as the deck usually is. Cards that come and go on it must not throw the panel from one place to the other. */
const usualDeckPx = 290;

const areaWith = (panel: Size, less: Size, picture: Size): number => {
  const fitted = fitPicture({ width: panel.width - less.width, height: panel.height - less.height }, picture);
  return fitted.width * fitted.height;
};

const areaBeneath = (panel: Size, picture: Size): number =>
  areaWith(panel, panel.width <= smallPx ? smallChrome : chrome, picture);

/**
 * Whether the picture is the larger for it if tools stand beside it instead of beneath: in a low and wide panel.
 * @param picture proportions of what is shown
 */
export const toolsBeside = (panel: Size, picture: Size): boolean =>
  panel.width > smallPx && areaWith(panel, besideChrome, picture) > areaBeneath(panel, picture);

const pictureArea = (panel: Size, picture: Size): number =>
  Math.max(areaBeneath(panel, picture), toolsBeside(panel, picture) ? areaWith(panel, besideChrome, picture) : 0);

/**
 * Where the camera panel lies: never on the fleet, the emergency stop, or hold, return and land. Of what remains beside the
 * deck or above it, it takes what shows the larger picture. Small and medium leave the right column free, too.
 * @param picture proportions of what is shown
 */
export const cameraPlace = (around: Surroundings, size: CameraSize, picture: Size): Rect => {
  const { window, leftPx, rightPx, footPx, headPx, deck } = around;
  const top = topBarPx + headPx;
  const right = window.width - (size === "large" ? gapPx : rightPx);
  const floor = window.height - footPx - gapPx;
  const deckTop = window.height - Math.max(deck.height, footPx) - gapPx;
  const room = (left: number, bottom: number): Rect => ({
    left,
    top,
    width: Math.max(smallestPx, right - left),
    height: Math.max(smallestPx, bottom - top),
  });
  const beside = room(leftPx + gapPx + Math.max(deck.width + gapPx, emergencyPx), floor);
  const above = room(leftPx + emergencyPx, deckTop);
  const usual = room(leftPx + emergencyPx, window.height - Math.max(usualDeckPx, footPx) - gapPx);
  const fits = beside.left + beside.width <= right;
  const whole = fits && pictureArea(beside, picture) >= pictureArea(usual, picture) ? beside : above;
  if (size !== "small") return whole;
  const width = Math.min(whole.width, Math.max(360, Math.round(window.width * 0.27)));
  const pictureHeight = Math.round(((width - smallChrome.width) * picture.height) / picture.width);
  const height = Math.min(whole.height, pictureHeight + smallChrome.height);
  return { left: right - width, top, width, height };
};
