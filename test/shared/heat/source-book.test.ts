import { expect, test } from "vitest";
import { HeatRecord } from "../../../shared/heat/heat-record.ts";
import { SourceBook } from "../../../shared/heat/source-book.ts";
import { buildHeatSource } from "../../support/heat-source.ts";

test("a full list gives up who is least likely a person, however often it was seen, before a person seen for a moment", () => {
  const book = new SourceBook({ maxSources: 3, onForget: () => {} });
  const kept = [
    buildHeatSource({ id: "heat-1", number: 1, sightings: 3, personProbability: 0.8 }),
    buildHeatSource({ id: "heat-2", number: 2, sightings: 90, personProbability: 0.01 }),
    buildHeatSource({ id: "heat-3", number: 3, sightings: 40, personProbability: 0.3 }),
  ];
  book.restore(kept, () => ({ thumbnail: undefined, crops: undefined }));

  const added = book.add({ record: new HeatRecord() });

  expect(added?.changes.map(({ kind, source }) => [kind, source.id])).toEqual([
    ["removed", "heat-2"],
    ["found", "heat-4"],
  ]);
});
