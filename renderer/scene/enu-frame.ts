import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { LocalFrame } from "../../shared/geo/local-frame.ts";

/** A place in the scene's frame, m: x east, y north, z up. The same fields as three's vectors, so that it can be one. */
export interface EnuPoint {
  x: number;
  y: number;
  z: number;
}

/** Further from the origin than this the frame is laid anew: float32, which the graphics work in, then still tells 1 mm apart. */
const farM = 6_000;

/**
 * The scene's own frame: east, north and up of one origin, m. Up is the height above mean sea level less the origin's, so that
 * ground and vehicles fit each other everywhere; that the earth falls away below them (5 m at 8 km) is left out for all alike.
 */
export class EnuFrame {
  readonly origin: LatLon;
  readonly originMslM: number;
  readonly #local: LocalFrame;

  constructor(origin: LatLon, originMslM: number) {
    this.origin = origin;
    this.originMslM = originMslM;
    this.#local = new LocalFrame(origin);
  }

  /** Writes a place into `into` and returns it. */
  toEnu<T extends EnuPoint>(place: LatLon, mslM: number, into: T): T {
    const { northM, eastM } = this.#local.toNorthEast(place);
    into.x = eastM;
    into.y = northM;
    into.z = mslM - this.originMslM;
    return into;
  }

  toLatLon(eastM: number, northM: number): LatLon {
    return this.#local.toLatLon(northM, eastM);
  }

  /** Is a place so far out that everything should count from nearer by? */
  isFar({ x, y }: Pick<EnuPoint, "x" | "y">): boolean {
    return Math.hypot(x, y) > farM;
  }
}
