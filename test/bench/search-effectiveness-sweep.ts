import type { PlanePoint } from "../../shared/geo/polygon.ts";
import { type Pilot, type VehicleState, vehicles } from "./search-effectiveness-flight.ts";

/**
 * A plain parallel sweep outward from the planning point: drones fly the arms of one expanding square, interleaved, whose lines
 * are a swath apart (nothing twice, nothing left out); the dog walks an expanding square of its own. After a battery
 * each goes on where it left off.
 */
export class ParallelSweep implements Pilot {
  readonly #ways = new Map<string, PlanePoint[]>();

  constructor() {
    const drones = vehicles.filter(({ kind }) => kind === "drone");
    for (const vehicle of vehicles) {
      const arm = drones.indexOf(vehicle);
      this.#ways.set(
        vehicle.id,
        arm < 0 ? squareSpiral(vehicle.swathM, 1, 0) : squareSpiral(vehicle.swathM, drones.length, arm),
      );
    }
  }

  next({ vehicle }: VehicleState): readonly PlanePoint[] {
    const to = this.#ways.get(vehicle.id)?.shift();
    return to ? [to] : [];
  }

  saw(): void {
    // It flies as it was laid out, whatever was seen.
  }
}

/**
 * Corners of a square spiral whose lines lie `spacingM` apart together with those of the other arms; legs of one arm alone are
 * 1, 1, 2, 2, 3, 3 spacings long, of one of two arms 1, 1, 3, 3, 5, 5.
 */
const squareSpiral = (spacingM: number, arms: 1 | 2 | number, arm: number): PlanePoint[] => {
  const points: PlanePoint[] = [];
  let at: PlanePoint = { northM: 0, eastM: 0 };
  let headingRad = (arm * 2 * Math.PI) / arms;
  for (let leg = 0; leg < 160; leg += 1) {
    const lengthM = spacingM * (1 + arms * Math.floor(leg / 2));
    at = { northM: at.northM + lengthM * Math.cos(headingRad), eastM: at.eastM + lengthM * Math.sin(headingRad) };
    points.push(at);
    headingRad += Math.PI / 2;
  }
  return points;
};
