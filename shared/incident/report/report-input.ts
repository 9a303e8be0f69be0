import type { LatLon } from "../../geo/lat-lon.ts";
import type { IncidentEvent } from "../incident-event.ts";
import type { Thing } from "../thing.ts";
import type { ThingKind } from "../things.ts";

export const reportLanguages = ["en", "zh-CN"] as const;
export type ReportLanguage = (typeof reportLanguages)[number];

/** Where somebody or something went; oldest first. */
export interface ReportTrack {
  /** "team/ID", "person/ID", "vehicle/ID". */
  readonly who: string;
  readonly points: readonly (LatLon & { readonly utcMs: number })[];
}

/** A heat source as people judged it. */
export interface ReportHeat {
  readonly id: string;
  readonly number: number;
  readonly position?: LatLon;
  readonly personProbability?: number;
  readonly state: "new" | "confirmed" | "dismissed";
  readonly by?: string;
  readonly decidedUtcMs?: number;
  readonly firstSeenUtcMs: number;
}

/** How a segment stood when this was printed; probabilities 0 to 1. */
export interface ReportGrade {
  readonly poa: number;
  readonly pod: number;
  readonly areaM2: number;
}

/** All that reports, forms and exports are made of. */
export interface ReportInput {
  /** Of one incident; removed ones are left out. */
  readonly things: readonly Thing[];
  /** The log, in its order. */
  readonly events: readonly IncidentEvent[];
  readonly tracks: readonly ReportTrack[];
  readonly vehicles: readonly { readonly id: string; readonly name: string; readonly kind: string }[];
  readonly heat: readonly ReportHeat[];
  readonly grades: Readonly<Record<string, ReportGrade>>;
  readonly search?: {
    readonly pos: number;
    readonly coveredM2: number;
    readonly restOfWorld: number;
    readonly layers: readonly { readonly key: string; readonly formula: string; readonly source: string }[];
  };
  /** Photos of the subjects and clues as data: addresses, by file; of one that isn't there only the number is told. */
  readonly photos?: Readonly<Record<string, string>>;
  readonly printedUtcMs: number;
  /** IANA name of the zone that times are printed in, e.g. "Asia/Shanghai". */
  readonly timeZone: string;
  readonly language: ReportLanguage;
}

/** The things of one kind, in the order in which they were made. */
export const thingsOfKind = <K extends ThingKind>(input: Pick<ReportInput, "things">, kind: K): readonly Thing<K>[] =>
  // The filter is by kind, which the compiler can't see across the union.
  (input.things.filter((thing) => thing.kind === kind && thing.fields.removed !== true) as unknown as Thing<K>[]).sort(
    (a, b) => a.createdUtcMs - b.createdUtcMs || (a.id < b.id ? -1 : 1),
  );
