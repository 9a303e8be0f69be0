import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { ThingFields } from "../../../shared/incident/things.ts";
import type { SearchGrid } from "../../../shared/search/grid/search-grid.ts";

type Of<K extends keyof ThingFields> = ThingFields[K] & { readonly id: string };

/** All that the probability map is made of but the searching and the ground; plain data, handed to the worker. */
export interface SearchSpec {
  readonly incidentId: string;
  readonly incident: ThingFields["incident"];
  readonly subject: ThingFields["subject"];
  readonly model: ThingFields["model"];
  readonly segments: readonly Of<"segment">[];
  readonly votes: readonly Of<"vote">[];
  readonly clues: readonly Of<"clue">[];
  /** Where searching began from, once it has: a planning point that was moved since is told of. */
  readonly firstIpp?: LatLon;
  /** At sea, where the drift goes on as time does: when the map is of. What was searched before has drifted away since. */
  readonly driftUtcMs?: number;
  /** Absent: there is no planning point. */
  readonly grid?: SearchGrid;
}

/** Heights of the ground, in the same plane as the map. */
export interface SearchHeights {
  readonly grid: SearchGrid;
  /** m MSL, NaN where unknown. */
  readonly mslM: Float32Array;
}
