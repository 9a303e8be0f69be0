import type { GreyPicture } from "../../shared/heat/network/grey-picture.ts";

/**
 * Cool ground with a gentle slope of grey, some noise and upright warm people of 8 x 16 px on it, white-hot: enough like HIT-UAV
 * for the network to know them.
 */
export const peopleScene = (scene: {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly persons: number;
}): GreyPicture & { readonly middles: readonly (readonly [number, number])[] } => {
  const { widthPx, heightPx, persons } = scene;
  const middles = Array.from({ length: persons }, (_, index): readonly [number, number] => [
    Math.round(((index + 0.5) * widthPx) / persons),
    Math.round(heightPx * (0.25 + 0.5 * ((index * 0.382) % 1))),
  ]);
  const data = new Uint8Array(widthPx * heightPx);
  let seed = 1;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      const ground = 70 + (20 * x) / widthPx + (seed / 2 ** 31 - 0.5) * 8;
      data[y * widthPx + x] = ground + 130 * Math.max(0, ...middles.map(([cx, cy]) => warmth(x - cx, y - cy)));
    }
  }
  return { widthPx, heightPx, data, middles };
};

/** Head, trunk and legs with soft edges, 0 to 1. */
const warmth = (x: number, y: number): number => {
  const soft = (inside: number) => Math.min(1, Math.max(0, inside + 0.5));
  const head = soft(2.2 - Math.hypot(x, y + 6.5));
  const trunk = soft(Math.min(3.6 - Math.abs(x), 4.5 - Math.abs(y + 0.5)));
  const legs = soft(Math.min(2.6 - Math.abs(x), 4.5 - Math.abs(y - 5)));
  return Math.max(head, trunk, 0.8 * legs);
};
