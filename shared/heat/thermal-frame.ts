import type { Rad } from "../units/angle.ts";

/** One picture of a radiometric or plain thermal camera. `data` is borrowed until the next frame of the same source. */
export interface ThermalFrame {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Row-major counts, (0,0) top left. */
  readonly data: Uint16Array;
  /** kelvin = count * kelvinPerCount + kelvinAtZero; absent where counts are only relative. */
  readonly radiometry?: { readonly kelvinPerCount: number; readonly kelvinAtZero: number };
  /** Capture, not arrival: the vehicle's time since boot, ms, with its uncertainty. */
  readonly captureVehicleTimeMs: number;
  readonly captureSigmaMs: number;
  readonly hfovRad?: Rad;
  readonly sequence: number;
}
