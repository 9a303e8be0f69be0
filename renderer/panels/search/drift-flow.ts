/** Objects of the leeway table, by its own names. */
export const driftObjects = [
  "PIW-1",
  "PIW-2",
  "PIW-3",
  "PIW-4",
  "PIW-6",
  "RAFT-DB-10",
  "RAFT-SB-6",
  "SKIFF-V-HULL",
] as const;

export type Flow = "wind" | "current";

/** Wind is named by where it comes from, a current by where it goes; the model has both as going. */
export const spokenDeg = (flow: Flow, towardsDeg: number): number =>
  Math.round((flow === "wind" ? towardsDeg + 180 : towardsDeg) % 360);

export const towardsOf = (flow: Flow, deg: number): number => (flow === "wind" ? deg + 180 : deg) % 360;
