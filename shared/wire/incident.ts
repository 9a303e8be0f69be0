import { z } from "zod";
import type { LatLon } from "../geo/lat-lon.ts";
import { thingSchemas } from "../incident/things.ts";
import type { LayerAssumption } from "../search/probability/layers.ts";

/** Where somebody was last; by "person/ID", "team/ID" or, of a link for a witness's phone, "invite/ID". */
export interface Whereabouts {
  readonly latDeg: number;
  readonly lonDeg: number;
  /** One standard deviation, m. */
  readonly sigmaM?: number;
  /** True north. */
  readonly courseRad?: number;
  readonly speedMps?: number;
  /** When they were there, as the station reckons; phones' clocks are put right. */
  readonly utcMs: number;
  readonly batteryFraction?: number;
  /** "phone": by its own page; "radio": said and typed in; "simulated". */
  readonly source: "phone" | "radio" | "simulated";
}

/** How a segment stands: of 1 the whole search. */
export interface SegmentGrade {
  /** Probability that the subject is there now, after all searching so far. */
  readonly poa: number;
  /** Probability that somebody unresponsive there would have been found by now. */
  readonly pod: number;
  /** The same of somebody who answers, where people search. */
  readonly podResponsive?: number;
  /** Probability per square kilometre left. */
  readonly densityPerKm2: number;
  readonly areaM2: number;
  readonly grade: "red" | "yellow" | "green" | "none";
}

/** The search as a whole. */
export interface SearchView {
  /** Counts up whenever the map's tiles changed: `GET /api/search/tiles/LAYER/Z/X/Y.png?v=VERSION`. */
  readonly version: number;
  /** "none": there is no planning point, or no data for this category: `problems` say so. */
  readonly state: "none" | "working" | "ready" | "failed";
  /** Probability of success so far: of the cumulated searching. */
  readonly pos: number;
  /** What the next hour can add with who is there now; absent while it isn't known. */
  readonly posNextHour?: number;
  /** Outside the map. */
  readonly restOfWorld: number;
  /** Each layer of the prior with its formula and source, as it went into the mix. */
  readonly layers: readonly {
    readonly key: string;
    readonly weight: number;
    readonly formula: string;
    readonly source: string;
    /** What nobody measured; codes have words: `model.assumption.CODE`. */
    readonly assumptions?: readonly LayerAssumption[];
  }[];
  /** Rings to be drawn: distances of 25, 50, 75, 95 % from the planning point, m; a missing one isn't known. */
  readonly rings?: {
    readonly latDeg: number;
    readonly lonDeg: number;
    readonly quantiles: readonly { readonly share: number; readonly distanceM: number }[];
  };
  /** What is not right with what was given, and what was done about it: codes have words in both catalogues. */
  readonly problems: readonly {
    readonly code: SearchProblemCode;
    readonly params: Readonly<Record<string, string | number>>;
  }[];
  readonly grid?: { readonly cellM: number; readonly columns: number; readonly rows: number };
  /** Tiles are there within: south, west, north, east. */
  readonly bounds?: readonly [number, number, number, number];
  readonly coveredM2: number;
  /** Density that is drawn brightest, per km². */
  readonly peakPerKm2?: number;
}

/** Each has words: `search.problem.CODE`. */
export const searchProblemCodes = [
  "no-planning-point",
  "no-category",
  "no-data",
  "no-tail",
  "small-sample",
  "ipp-moved",
  "overlap",
  "not-one",
  "negative",
  "missing-value",
  "crossing-ring",
  "outside-map",
  "no-drift",
  "drift-moves",
  "worker-failed",
] as const;
export type SearchProblemCode = (typeof searchProblemCodes)[number];

/** A call that came in and that nobody has opened an incident from yet: what the caller told. */
export const IncomingReportSchema = z.strictObject({
  incident: thingSchemas.incident.partial(),
  subject: thingSchemas.subject.partial(),
});
export type IncomingReport = z.infer<typeof IncomingReportSchema>;

/** One line of "what next". */
export interface Proposal {
  /** "team/ID" or "vehicle/ID". */
  readonly who: string;
  readonly segmentIds: readonly string[];
  readonly searchS: number;
  readonly travelS: number;
  readonly distanceM: number;
  /** What it would add to the probability of success. */
  readonly expectedPos: number;
  /** For a vehicle, instead of the segments (there may be none): a way of its own over the richest ground. */
  readonly way?: ProposedWay;
}

/** What a vehicle can search by itself until its battery brings it home, or the time is up. */
export interface ProposedWay {
  /** Begins where it is; the way home is not in it. */
  readonly path: readonly LatLon[];
  /** Along the path, searching all the way; and home from its end. */
  readonly searchS: number;
  readonly homeS: number;
  /** Both together. */
  readonly distanceM: number;
  readonly expectedPos: number;
  /** It is on its way already: the job that this would take the place of, and what the rest of that would still add. */
  readonly insteadOf?: { readonly assignmentId: string; readonly expectedPos: number };
}

/** One line of "who can be there first". */
export interface Nearest {
  /** "team/ID", "person/ID" or "vehicle/ID". */
  readonly who: string;
  readonly travelS: number;
  readonly distanceM: number;
  readonly mode: string;
  /** A straight line times a factor, not a way over the map. */
  readonly estimate: boolean;
  readonly positionAgeS: number;
  /** Why it shouldn't be sent though it is near: "busy", "resting", "old-position", "low-battery" ... */
  readonly against?: readonly string[];
}

/** What is more in the answers. */
export interface IncidentAnswer {
  readonly incidentId?: string;
  readonly thingId?: string;
  readonly thingIds?: readonly string[];
  /** Of an invitation: the address that opens it. Told once. */
  readonly url?: string;
  readonly rings?: readonly (readonly { readonly latDeg: number; readonly lonDeg: number }[])[];
  readonly names?: readonly string[];
  readonly proposals?: readonly Proposal[];
  readonly nearest?: readonly Nearest[];
  readonly leftOut?: readonly { readonly who: string; readonly why: string; readonly positionAgeS?: number }[];
  readonly correlation?: readonly {
    readonly row: number;
    readonly name: string;
    readonly latDeg: number;
    readonly lonDeg: number;
    readonly utcMs: number;
    /** How fast they must have been to be there then, m/s. */
    readonly neededMps: number;
    readonly distanceM: number;
    readonly partners: number;
  }[];
  readonly correlatedMs?: number;
}
