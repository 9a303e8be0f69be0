import { z } from "zod";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { KeptThings } from "../kept-things.ts";
import type { SearchBeginning } from "./spec-of.ts";

const place = z.object({ latDeg: z.number(), lonDeg: z.number() });
const Beginning = z.object({ centre: place, firstIpp: place.optional() });

/** Where each incident's search began, in the record: the map must lie on the same cells after a restart. */
export class SearchBeginnings {
  readonly #kept: KeptThings;

  constructor(kept: KeptThings) {
    this.#kept = kept;
  }

  of(incidentId: string): SearchBeginning | undefined {
    const read = Beginning.safeParse(this.#kept.all("search").get(incidentId));
    if (!read.success) return undefined;
    const { centre, firstIpp } = read.data;
    return { centre, ...(firstIpp === undefined ? {} : { firstIpp }) };
  }

  /** The map's middle from now on. */
  centred(incidentId: string, centre: LatLon): void {
    const before = this.of(incidentId);
    if (before?.centre.latDeg === centre.latDeg && before.centre.lonDeg === centre.lonDeg) return;
    this.#kept.keep("search", incidentId, { ...before, centre });
  }

  /** Somebody looked: from here on the planning point is expected to stay. */
  searched(incidentId: string, ipp: LatLon): void {
    const before = this.of(incidentId);
    if (before !== undefined && before.firstIpp === undefined)
      this.#kept.keep("search", incidentId, { ...before, firstIpp: ipp });
  }
}
