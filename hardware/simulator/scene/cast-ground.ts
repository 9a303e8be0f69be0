import type { CameraView } from "./camera-view.ts";
import type { Ground } from "./ground.ts";

/** Beyond this the ground is one grey band anyway. */
export const farM = 420;

/**
 * Where a camera ray meets the ground: steps as far as the height above ground allows, then bisects.
 * @returns [east, north] m, or undefined towards the sky or beyond `farM`
 */
export const castToGround = (
  view: CameraView,
  ground: Ground,
  x: number,
  y: number,
): readonly [number, number] | undefined => {
  const [de, dn, du] = view.ray(x, y);
  const { eastM, northM, altMslM } = view.stand;
  const horizontal = Math.hypot(de, dn);
  const above = (t: number) => altMslM + du * t - ground.heightMslM(eastM + de * t, northM + dn * t);
  // The country rises by less than one in two anywhere, so a step that short never jumps over a crest.
  const closing = Math.max(0.02, horizontal * 0.5 - du);
  let low = 0;
  let gap = above(0);
  for (let i = 0; i < 120; i++) {
    const next = low + Math.max(0.05, gap / closing);
    if (next * horizontal > farM) return undefined;
    gap = above(next);
    if (gap <= 0.01) return bisect(view, above, low, next, [de, dn]);
    low = next;
  }
  return undefined;
};

const bisect = (
  view: CameraView,
  above: (t: number) => number,
  fromT: number,
  toT: number,
  [de, dn]: readonly [number, number],
): readonly [number, number] => {
  let [low, high] = [fromT, toT];
  for (let i = 0; i < 12 && high - low > 0.002; i++) {
    const middle = (low + high) / 2;
    if (above(middle) > 0) low = middle;
    else high = middle;
  }
  return [view.stand.eastM + de * high, view.stand.northM + dn * high];
};
