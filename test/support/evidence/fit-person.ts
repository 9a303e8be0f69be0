import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { flySearch } from "../search/fly-search.ts";
import { variationOf } from "../search/search-report.ts";
import { type EvidenceRow, evidenceRows } from "./evidence-rows.ts";
import { calibrationOf, fitConstants } from "./fit-constants.ts";
import { networkWords } from "./network-words.ts";
import { sayWords } from "./say-words.ts";

/**
 * Flies searches over other countries, with and without the network's words, fits the table of `person-probability.ts` on one
 * half of the flights and holds it against the other half. Seeds come in pairs, as the second drone crosses the person's place
 * in every other one only: two pairs in turn are fitted to and held back.
 *
 * `node test/support/evidence/fit-person.ts --count 100 [--from 1001] [--data ../shared/data/hit-uav] [--rows FILE]
 * [--keep FILE]`. A flight takes some ten seconds of one core. `--rows` goes on with what was flown before; `--keep` writes the
 * held-back rows that the test in test/shared/heat reads.
 */
const { values } = parseArgs({
  options: {
    count: { type: "string", default: "100" },
    from: { type: "string", default: "1001" },
    data: { type: "string", default: "../shared/data/hit-uav" },
    rows: { type: "string" },
    keep: { type: "string" },
  },
});

/** The words of one flight are drawn so often. */
const REPEATS = 3;
const MOTION = 1;
const isFitted = ({ seed }: EvidenceRow): boolean => (seed >> 1) % 2 === 1;

const fly = async (): Promise<readonly EvidenceRow[]> => {
  const words = await networkWords(values.data, "val");
  const rows: EvidenceRow[] = [];
  for (let seed = Number(values.from); seed < Number(values.from) + Number(values.count); seed++) {
    const { scenario, world } = await variationOf({ kind: "varied", seed });
    const options = { scenario, world, seed: seed * 7919, framesPerS: 3, untilS: 240, onlyWarm: true };
    const frames = [...flySearch(options)];
    rows.push(...evidenceRows(frames, seed, false));
    for (let k = 0; k < REPEATS; k++) {
      const spoken = evidenceRows(sayWords(frames, words, seed * 7919 + k), seed, true);
      rows.push(...spoken.map((row) => ({ ...row, source: `${row.source}/${k}` })));
    }
    console.error(`flight ${seed}: ${rows.length} rows so far`);
  }
  return rows;
};

const known = values.rows !== undefined && existsSync(values.rows);
const rows: readonly EvidenceRow[] = known ? JSON.parse(readFileSync(values.rows ?? "", "utf8")) : await fly();
if (values.rows !== undefined && !known) writeFileSync(values.rows, JSON.stringify(rows));
const heldBack = rows.filter((row) => !isFitted(row));
const constants = fitConstants(rows.filter(isFitted), MOTION);
console.log(constants);
console.table(calibrationOf(heldBack, constants));
const otherWay = fitConstants(heldBack, MOTION);
console.log("the other way round", otherWay);
console.table(calibrationOf(rows.filter(isFitted), otherWay));
if (values.keep !== undefined) {
  const rounded = (_key: string, value: unknown) =>
    typeof value === "number" ? Math.round(1000 * value) / 1000 : value;
  writeFileSync(values.keep, gzipSync(JSON.stringify(heldBack, rounded), { level: 9 }));
}
