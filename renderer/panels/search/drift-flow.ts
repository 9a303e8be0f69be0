import { type LeewayObjectKey, leewayObjects } from "../../../shared/search/drift/leeway-objects.ts";

/** What can drift: the leeway table's own names. */
export const driftObjects = Object.keys(leewayObjects) as readonly LeewayObjectKey[];

export type Flow = "wind" | "current";

/** Wind is named by where it comes from, a current by where it goes; the model has both as going. */
export const spokenDeg = (flow: Flow, towardsDeg: number): number =>
  Math.round((flow === "wind" ? towardsDeg + 180 : towardsDeg) % 360);

export const towardsOf = (flow: Flow, deg: number): number => (flow === "wind" ? deg + 180 : deg) % 360;
