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
/** The panel's own head and foot, the scale, and the pictures' lines: what of it is no picture. */
const chrome: Size = { width: 96, height: 176 };
/** The same of the small panel, whose tools stand in three rows. */
const smallChrome: Size = { width: 74, height: 262 };
const smallestPx = 300;
/** As high as the deck usually is. Cards that come and go on it must not throw the panel from one place to the other. */
const usualDeckPx = 290;

const pictureArea = (rect: Rect, picture: Size): number => {
  const fitted = fitPicture({ width: rect.width - chrome.width, height: rect.height - chrome.height }, picture);
  return fitted.width * fitted.height;
};

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
  const whole = pictureArea(beside, picture) >= pictureArea(usual, picture) ? beside : above;
  if (size !== "small") return whole;
  const width = Math.min(whole.width, Math.max(360, Math.round(window.width * 0.27)));
  const pictureHeight = Math.round(((width - smallChrome.width) * picture.height) / picture.width);
  const height = Math.min(whole.height, pictureHeight + smallChrome.height);
  return { left: right - width, top, width, height };
};
