/** How far a thumb was drawn along its track, 0 to 1; a track without room is never at its end. */
export const slideFraction = (drawnPx: number, roomPx: number): number =>
  roomPx <= 0 ? 0 : Math.min(1, Math.max(0, drawnPx / roomPx));

/** Drawn to its end. */
export const slideDone = (fraction: number): boolean => fraction >= 0.97;
