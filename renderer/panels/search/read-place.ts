import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { parseGridReference } from "../../../shared/geo/parse-grid-reference.ts";
import { parsePlace } from "../plan/parse-place.ts";

/** A place as people say it on the phone: decimal degrees, degrees with minutes and seconds, UTM, MGRS. */
export const readPlace = (text: string): LatLon | undefined => parsePlace(text) ?? parseGridReference(text);
