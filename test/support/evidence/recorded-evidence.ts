import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { EvidenceRow } from "./evidence-rows.ts";

/** What flights left, made by `fit-person.ts`. */
export const recordedEvidence = (): readonly EvidenceRow[] =>
  JSON.parse(gunzipSync(readFileSync(new URL("../../fixtures/heat/evidence.json.gz", import.meta.url))).toString());
