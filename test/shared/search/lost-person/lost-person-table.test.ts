import { describe, expect, it } from "vitest";
import {
  behaviourOf,
  categoriesOf,
  defaultDistances,
  dispersionOf,
  distancesOf,
} from "../../../../shared/search/lost-person/distances.ts";
import { readLostPersonTable, type TerrainClass } from "../../../../shared/search/lost-person/lost-person-table.ts";
import { shippedLostPersonTable } from "../../../../shared/search/lost-person/shipped-table.ts";

const table = shippedLostPersonTable();

/** As printed in the source's tabulation: miles at 25/50/75/95 %. */
const printed = `
abduction: any .2 1.5 12 -
aircraft: any .4 .9 3.7 10.4
atv: any 1 2 3.5 5
angler: TM .2 .9 3.4 6.1 | dry 2 6 6.5 8 | else .5 1 3.4 6.1
autistic: urban .2 .6 2.4 5 | else .4 1 2.3 9.5
camper: DM .4 1 2.6 20.3 | TM .1 1.4 1.9 24.7 | else .1 .7 2 8
child-1-3: dry .4 .8 2.4 5.6 | urban .1 .3 .5 .7 | TM .1 .2 .6 2 | else .1 .2 .6 2
child-4-6: dry .4 1.2 2 5.1 | urban .06 .3 .6 2.1 | TM .1 .5 .9 2.3 | else .1 .4 .9 4.1
child-7-9: dry .3 .8 2 4.5 | urban .1 .3 .9 3.2 | TM .5 1 2 7 | else .1 .5 1.3 5
child-10-12: dry .5 1.3 4.5 10 | urban .2 .9 1.8 3.6 | TM .5 1 2 5.6 | else .3 1 3 6.2
child-13-15: dry 1.5 2 3 7.4 | TM .5 1.3 3 13.3 | else .4 .8 2 6.2
climber: any .1 1 2 9.2
dementia: DM .6 1.2 1.9 3.8 | DF .3 1 2.2 7.3 | urban .2 .7 2 7.8 | TM .2 .5 1.2 5.1 | else .2 .6 1.5 7.9
despondent: DM .5 1 2.1 11.1 | DF .3 1.2 2.3 12.8 | urban .06 .3 .9 8.1 | TM .2 .7 2 13.3 | else .2 .5 1.4 10.7
gatherer: dry 1 1.6 3.6 6.9 | else .9 2 4 8
hiker: DM 1 2 4 11.9 | DF .8 1.3 4.1 8.1 | TM .7 1.9 3.6 11.3 | else .4 1.1 2 6.1
horseback: any .2 2 5 12.2
hunter: DM 1.3 3 5 13.8 | DF 1 1.9 4 7 | TM .6 1.3 3 10.7 | else .4 1 1.9 8.5
mental-illness: urban .2 .4 .9 7.7 | TM .4 1.4 5.1 9 | else .5 .6 1.4 5
intellectual-disability: dry .7 2.5 5.4 38.9 | urban .2 .5 2.3 6.14 | TM .4 1 2 7 | else .2 .6 1.3 7.3
mountain-biker: dry 1.7 4 8.2 18.1 | else 1.9 2.5 7 15.5
runner: any .9 1.6 2.1 3.6
extreme-sport: any .3 1.6 3.5 8.3
skier-alpine: any .7 1.7 3 9.4
skier-nordic: dry 1.2 2.7 4 12.1 | else 1 2.2 4 12.2
snowboarder: any 1 2 3.8 9.5
snowmobiler: dry 1 3 8.7 18.9 | TF .8 2.9 25.5 59.7 | else 2 4 6.9 10
substance-abuse: any .3 .7 2.6 6
`;

const terrainOf: Readonly<Record<string, string>> = {
  TM: "temperate-mountainous",
  TF: "temperate-flat",
  DM: "dry-mountainous",
  DF: "dry-flat",
};

const printedRows = printed
  .trim()
  .split("\n")
  .flatMap((line) => {
    const [category = "", rows = ""] = line.split(": ");
    return rows.split(" | ").map((row) => {
      const [terrain = "", ...miles] = row.split(" ");
      return {
        category,
        terrain: terrainOf[terrain] ?? terrain,
        miles: miles.map((mile) => (mile === "-" ? null : Number(mile))),
      };
    });
  });

const found = (category: string, terrainClass: TerrainClass) => {
  const answer = distancesOf(table, category, terrainClass);
  if (!answer.ok) throw new Error(`no data for ${category}`);
  return answer.distances;
};

describe("the shipped lost-person table", () => {
  it("has every distance of the source and no other", () => {
    const key = (row: { category: string; terrain: string }) => `${row.category} ${row.terrain}`;
    const ours = table.distances.rows.map(({ category, terrain, miles }) => ({ category, terrain, miles }));

    expect([...ours].sort((a, b) => key(a).localeCompare(key(b)))).toEqual(
      [...printedRows].sort((a, b) => key(a).localeCompare(key(b))),
    );
    expect(categoriesOf(table)).toHaveLength(28);
  });

  it("says whose numbers these are", () => {
    expect(table.distances.source).toContain("Koester");
    expect(table.distances.source).toContain("IGT4SAR");
    expect(table.distances.attribution).not.toBe("");
    expect(table.logNormal.source).toContain("mapscore");
  });

  it("answers in metres", () => {
    const { quantiles, match, terrain, source } = found("hiker", "temperate-mountainous");

    expect(quantiles.map(({ share }) => share)).toEqual([0.25, 0.5, 0.75, 0.95]);
    expect(quantiles.map(({ distanceM }) => Math.round(distanceM))).toEqual([1127, 3058, 5794, 18186]);
    expect({ match, terrain }).toEqual({ match: "exact", terrain: "temperate-mountainous" });
    expect(source).toContain("Koester");
  });

  it("leaves a distance out that the source doesn't have", () => {
    const { quantiles, missingShares } = found("abduction", "urban");

    expect(quantiles.map(({ share }) => share)).toEqual([0.25, 0.5, 0.75]);
    expect(missingShares).toEqual([0.95]);
  });

  it("takes a dry row for both kinds of dry country, and the table's own row for other terrain, and says so", () => {
    expect(found("gatherer", "dry-flat")).toMatchObject({ terrain: "dry", match: "exact" });
    expect(found("gatherer", "dry-mountainous")).toMatchObject({ terrain: "dry", match: "exact" });
    expect(found("gatherer", "urban")).toMatchObject({ terrain: "else", match: "fallback" });
    expect(found("hiker", "dry")).toMatchObject({ terrain: "else", match: "fallback" });
    expect(found("climber", "urban")).toMatchObject({ terrain: "any", match: "exact" });
  });

  it("has no data for a category it doesn't name, rather than another's numbers", () => {
    expect(distancesOf(table, "astronaut", "urban")).toEqual({
      ok: false,
      fault: { code: "no-data", category: "astronaut", terrainClass: "urban" },
    });
    expect(dispersionOf(table, "hiker")).toEqual({ ok: false, fault: { code: "no-data", category: "hiker" } });
    expect(behaviourOf(table, "hiker").ok).toBe(false);
  });

  it("offers its default row only to who asks for it, labelled", () => {
    expect(defaultDistances(table)).toMatchObject({ category: "hiker", terrain: "else", match: "default" });
  });

  it("knows how many cases are behind dementia's numbers", () => {
    const cases = (["temperate-mountainous", "temperate-flat", "dry-mountainous", "dry-flat", "urban"] as const).map(
      (terrainClass) => found("dementia", terrainClass).cases,
    );

    expect(cases).toEqual([95, 175, 14, 15, 336]);
    expect(found("hiker", "urban").cases).toBeUndefined();
  });

  it("knows dementia's dispersion angles", () => {
    const answer = dispersionOf(table, "dementia");

    if (!answer.ok) throw new Error("no data");
    expect(answer.dispersion.quantiles.map(({ angleRad }) => Math.round((angleRad * 180) / Math.PI))).toEqual([
      11, 23, 66, 70,
    ]);
    expect(answer.dispersion.cases).toBe(11);
  });

  it("knows where they are found, how long they live and how far off a path, as far as the source says", () => {
    expect(behaviourOf(table, "dementia")).toMatchObject({
      ok: true,
      behaviour: {
        respondsToCalls: false,
        trackOffsets: [{ share: 0.5, m: 15 }],
        survival: [{ share: 0.95 }, { share: 0.77 }, { share: 0.6 }],
        foundIn: [
          { place: "structure", share: 0.2 },
          { place: "road", share: 0.18 },
          { place: "woods", share: 0.17 },
          { place: "field", share: 0.14 },
        ],
      },
    });
    expect(behaviourOf(table, "despondent")).toMatchObject({
      ok: true,
      behaviour: {
        trackOffsets: [
          { share: 0.25, m: 30 },
          { share: 0.5, m: 50 },
        ],
        survival: [{ share: 0.75 }, { share: 0.43 }, { share: 0.32 }],
      },
    });
    expect(table.regional[0]).toMatchObject({
      region: "Grampian",
      distances: [
        { share: 0.5, km: 0.7 },
        { share: 0.8, km: 2 },
        { share: 0.95, km: 5.8 },
      ],
      timesToLocate: [
        { share: 0.5, min: 75 },
        { share: 0.95, min: 480 },
      ],
    });
  });

  it("has the terrain multipliers, without one for the injured on ridges", () => {
    expect(
      table.terrainMultipliers.rows.map(({ feature, uninjured, injured }) => [feature, uninjured, injured]),
    ).toEqual([
      ["road", 3, 1.5],
      ["trail", 5, 7],
      ["lake", 2, 2],
      ["stream", 2, 3.5],
      ["stream-trail-junction", 7, 12],
      ["low-point", 2, 5],
      ["high-point", 1.5, 2],
      ["ridge", 2, undefined],
      ["drainage", 1.5, 3],
    ]);
    expect(table.priorBenchmark.scores).toEqual({ rings: 0.78, watershed: 0.61, combined: 0.81 });
  });
});

describe("a table of one's own", () => {
  const changed = (change: (json: typeof table) => void): unknown => {
    const json = structuredClone(table);
    change(json);
    return json;
  };
  const faultOf = (json: unknown) => {
    const read = readLostPersonTable(json);
    return read.ok ? undefined : read.fault;
  };

  it("is read where it is right", () => {
    expect(readLostPersonTable(structuredClone(table))).toEqual({ ok: true, table });
  });

  it("is refused with the place and the reason where it is wrong", () => {
    expect(faultOf(undefined)).toMatchObject({ code: "bad-table" });
    expect(faultOf(changed((json) => json.distances.rows[3]?.miles.reverse()))).toEqual({
      code: "bad-table",
      at: "distances.rows.3.miles",
      message: "must ascend",
    });
    expect(faultOf(changed((json) => json.distances.rows[3]?.miles.pop()))).toMatchObject({ at: "distances.rows.3" });
    const twice = changed(({ distances: { rows } }) => rows.push(...rows.slice(0, 1)));
    expect(faultOf(twice)?.message).toContain("is there twice");
    const noDefault = changed((json) => Object.assign(json.distances.default, { category: "nobody" }));
    expect(faultOf(noDefault)).toMatchObject({ at: "distances.default" });
    expect(faultOf(changed((json) => Object.assign(json.distances, { attribution: "" })))).toMatchObject({
      at: "distances.attribution",
    });
  });
});
