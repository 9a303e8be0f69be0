/**
 * PX4's custom mode of its heartbeat by nav_state of vehicle_status.
 * Source: PX4, px4_custom_mode.h (get_px4_custom_mode) and VehicleStatus.msg.
 */
const mainAndSub: ReadonlyMap<number, readonly [main: number, sub: number]> = new Map<
  number,
  readonly [main: number, sub: number]
>([
  [0, [1, 0]],
  [1, [2, 0]],
  [2, [3, 0]],
  [3, [4, 4]],
  [4, [4, 3]],
  [5, [4, 5]],
  [6, [3, 2]],
  [8, [11, 0]],
  [10, [5, 0]],
  [12, [4, 6]],
  [13, [10, 0]],
  [14, [6, 0]],
  [15, [7, 0]],
  [17, [4, 2]],
  [18, [4, 6]],
  [19, [4, 8]],
  [20, [4, 9]],
  [21, [3, 1]],
  [22, [4, 10]],
  ...Array.from({ length: 8 }, (_, n) => [23 + n, [4, 11 + n]] as [number, [number, number]]),
]);

/** @returns undefined for a state that has no mode */
export const px4CustomMode = (navState: number): number | undefined => {
  const mode = mainAndSub.get(navState);
  return mode === undefined ? undefined : ((mode[1] << 24) | (mode[0] << 16)) >>> 0;
};
