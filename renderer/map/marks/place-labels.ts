const labelSides = ["below", "above", "right", "left"] as const;
export type LabelSide = (typeof labelSides)[number];

/** A mark that wants to say its name. */
export interface LabelWish {
  readonly id: string;
  readonly xPx: number;
  readonly yPx: number;
  /** The higher, the more it deserves its label. */
  readonly rank: number;
  readonly widthPx: number;
  /** How much larger than usual its mark is drawn (the ring of the selected one). */
  readonly ringPx: number;
  /** Where its label was last: it stays there if it can, so that labels don't jump about. */
  readonly side: LabelSide | undefined;
  /** It speaks in any case, over others if need be. */
  readonly insists: boolean;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const heightPx = 21;
/** From the mark's middle to the label's nearest edge; the same as in vehicle-mark.css. */
const labelAwayPx = { vertical: 20, horizontal: 24 } as const;
/** What of a mark must not be covered: somewhat less than all of it. */
const bodyPx = 15;

const boxAt = ({ xPx, yPx, widthPx, ringPx }: LabelWish, side: LabelSide): Box => {
  const [alongX, alongY] = [widthPx / 2, heightPx / 2];
  const vertical = labelAwayPx.vertical + ringPx;
  const horizontal = labelAwayPx.horizontal + ringPx;
  const middleX = side === "right" ? xPx + horizontal + alongX : side === "left" ? xPx - horizontal - alongX : xPx;
  const middleY = side === "below" ? yPx + vertical + alongY : side === "above" ? yPx - vertical - alongY : yPx;
  return { left: middleX - alongX, right: middleX + alongX, top: middleY - alongY, bottom: middleY + alongY };
};

const meet = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** What labels leave free if they can: a heat source. */
export interface Obstacle {
  readonly xPx: number;
  readonly yPx: number;
}

const around = (xPx: number, yPx: number, halfPx: number): Box => ({
  left: xPx - halfPx,
  right: xPx + halfPx,
  top: yPx - halfPx,
  bottom: yPx + halfPx,
});

/**
 * Finds for each label a side of its mark where it covers neither another mark nor another label, nor an obstacle if possible;
 * the highest rank chooses first, then by id. @returns the sides; who finds none and doesn't insist is absent and stays silent
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  obstacles: readonly Obstacle[] = [],
): ReadonlyMap<string, LabelSide> {
  const sorted = [...wishes].sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const bodies = sorted.map(({ id, xPx, yPx, ringPx }) => ({ id, box: around(xPx, yPx, bodyPx + ringPx) }));
  const rings = obstacles.map(({ xPx, yPx }) => around(xPx, yPx, bodyPx));
  const taken: Box[] = [];
  const sides = new Map<string, LabelSide>();
  for (const wish of sorted) {
    const isFree = (side: LabelSide): boolean => {
      const box = boxAt(wish, side);
      return (
        !taken.some((other) => meet(box, other)) && !bodies.some((body) => body.id !== wish.id && meet(box, body.box))
      );
    };
    const order = wish.side === undefined ? labelSides : [wish.side, ...labelSides];
    const free = order.filter(isFree);
    const clear = (each: LabelSide): boolean => !rings.some((ring) => meet(boxAt(wish, each), ring));
    const side = free.find(clear) ?? free[0] ?? (wish.insists ? (wish.side ?? "below") : undefined);
    if (side === undefined) continue;
    sides.set(wish.id, side);
    taken.push(boxAt(wish, side));
  }
  return sides;
}
