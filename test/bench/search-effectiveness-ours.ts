import type { PlanePoint, PlaneRing } from "../../shared/geo/polygon.ts";
import { lookAt } from "../../shared/search/detection/look-at.ts";
import { PassMemory } from "../../shared/search/detection/pass-memory.ts";
import type { SearchGrid } from "../../shared/search/grid/search-grid.ts";
import { planPaths } from "../../shared/search/planner/plan-paths.ts";
import type { Prior } from "../../shared/search/probability/prior.ts";
import { ProbabilityMap } from "../../shared/search/probability/probability-map.ts";
import { home, type Pilot, type VehicleState, vehicles } from "./search-effectiveness-flight.ts";

/** A way is planned so far ahead, and flown so far before it is planned again, s. */
const horizonS = 450;
const flownS = 60;

interface Present {
  readonly path: readonly PlanePoint[];
  readonly swathM: number;
  readonly detection: number;
}

/** Lantern's own: the probability map with live bookkeeping, and the planner of paths. Sees what `saw` shows. */
export class PlannedSearch implements Pilot {
  readonly map: ProbabilityMap;
  readonly #passes = new PassMemory();
  readonly #left: Float32Array;
  readonly #present = new Map<string, Present>();

  constructor(grid: SearchGrid, prior: Prior) {
    this.map = new ProbabilityMap(grid, prior);
    this.#left = new Float32Array(prior.mass.length);
  }

  next(state: VehicleState): readonly PlanePoint[] {
    const { vehicle, at, headingRad, batteryS } = state;
    this.map.posteriorInto(this.#left);
    const others = vehicles.flatMap(({ id }) => (id === vehicle.id ? [] : (this.#present.get(id) ?? [])));
    const [planned] = planPaths(
      this.map.grid,
      this.#left,
      [
        {
          id: vehicle.id,
          at,
          ...(headingRad !== undefined && { headingRad }),
          speedMps: vehicle.speedMps,
          swathM: vehicle.swathM,
          detection: vehicle.detection,
          turnS: vehicle.turnS,
          home,
          enduranceS: batteryS - vehicle.reserveS,
        },
      ],
      { horizonS, others },
    );
    const path = planned?.path ?? [];
    const steps = Math.max(1, Math.round(((path.length - 1) * flownS) / Math.max(flownS, planned?.durationS ?? 0)));
    this.#present.set(vehicle.id, { path, swathM: vehicle.swathM, detection: vehicle.detection });
    return path.slice(1, 1 + steps);
  }

  saw({ vehicle }: VehicleState, footprint: PlaneRing, nowS: number, seconds: number): void {
    const detection = { unresponsive: vehicle.detection, responsive: vehicle.detection };
    lookAt(this.map, this.#passes, {
      lookerId: vehicle.id,
      atMs: 1000 * nowS,
      exposureS: seconds,
      ground: { rings: [footprint] },
      detection,
      timeConstantS: 1,
    });
  }
}
