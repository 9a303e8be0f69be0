import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMe } from "../../../../renderer/bridge/who-am-i.ts";
import { catalogues, translator } from "../../../../renderer/i18n/translate.ts";
import { createFormat } from "../../../../renderer/panels/format.ts";
import { categoryKeys, categoryName } from "../../../../renderer/panels/search/category-name.ts";
import { boxRing, circleRing, sizeFor, sizeLog10M2 } from "../../../../renderer/panels/search/division-area.ts";
import { driftObjects, spokenDeg, towardsOf } from "../../../../renderer/panels/search/drift-flow.ts";
import { plainValue } from "../../../../renderer/panels/search/plain-value.ts";
import { problemWords } from "../../../../renderer/panels/search/problem-words.ts";
import { gainOf, proposedAssignment, whoIs, workOf } from "../../../../renderer/panels/search/proposal-order.ts";
import { readNumber } from "../../../../renderer/panels/search/read-number.ts";
import { readPlace } from "../../../../renderer/panels/search/read-place.ts";
import { letterValue, readVote, restKey, voteDraft } from "../../../../renderer/panels/search/read-vote.ts";
import { rowWindow } from "../../../../renderer/panels/search/row-window.ts";
import { findSegments, ringMiddle, segmentRows, votedRows } from "../../../../renderer/panels/search/segment-rows.ts";
import { gainText, shareText } from "../../../../renderer/panels/search/share-text.ts";
import { toFold } from "../../../../renderer/panels/search/use-share-right.ts";
import { defaultSettings } from "../../../../renderer/stores/settings-store.ts";
import { distanceM } from "../../../../shared/geo/geodesic.ts";
import { thingSchemas } from "../../../../shared/incident/things.ts";
import { terrainClasses } from "../../../../shared/search/lost-person/lost-person-table.ts";
import { searchProblemCodes } from "../../../../shared/wire/incident.ts";
import { buildThing, gradesOf, segmentsOf } from "../../../support/search-scenes.ts";

const t = translator("en");
const format = createFormat("en", "metric");

describe("a probability", () => {
  it.each([
    [0, "0 %"],
    [0.0004, "<0.1 %"],
    [0.012, "1.2 %"],
    [0.0994, "9.9 %"],
    [0.0996, "10 %"],
    [0.41, "41 %"],
    [1, "100 %"],
  ])("%d is written %s", (share, text) => {
    expect(shareText(format, share)).toBe(text);
  });

  it("that is gained has its sign, and none is lost", () => {
    expect(gainText(format, 0.12)).toBe("+12 %");
    expect(gainText(format, -0.01)).toBe("+0 %");
  });
});

describe("a typed number or place", () => {
  it("is taken with a point or a comma within its limits", () => {
    expect(readNumber(" 3,8 ", 0, 100)).toBe(3.8);
    expect(readNumber("−3", -80, 60)).toBe(-3);
    for (const text of ["", "1e3", "101", "3 m", "--1", "."]) expect(readNumber(text, 0, 100)).toBeUndefined();
  });

  it("is taken as degrees, UTM and MGRS alike", () => {
    for (const text of ["30.87, 120.433", "30°52′12.0″N 120°25′58.8″E", "51R 254567 3418016", "51R TQ 54567 18016"]) {
      const place = readPlace(text);
      expect(place?.latDeg).toBeCloseTo(30.87, 3);
      expect(place?.lonDeg).toBeCloseTo(120.433, 3);
    }
  });
});

describe("categories, ground and problems", () => {
  it("have a name in both languages each", () => {
    for (const catalogue of Object.values(catalogues)) {
      for (const key of categoryKeys()) expect(catalogue).toHaveProperty([`category.${key}`]);
      for (const key of terrainClasses) expect(catalogue).toHaveProperty([`terrain.${key}`]);
      for (const code of searchProblemCodes) expect(catalogue).toHaveProperty([`search.problem.${code}`]);
      for (const object of driftObjects) expect(catalogue).toHaveProperty([`drift.object.${object}`]);
    }
  });

  it("that a district brought itself stay as they are written", () => {
    expect(categoryName(t, "dementia")).toBe("Dementia");
    expect(categoryName(t, "采茶人")).toBe("采茶人");
  });

  it("are told in words, shares in per cent", () => {
    const words = problemWords(t, format, {
      category: "dementia",
      terrainClass: "dry-flat",
      what: "distances",
      of: "vote",
      sum: 0.83,
      cases: 15,
      name: "老周",
    });

    expect(words).toEqual({
      category: "Dementia",
      terrainClass: "Dry, flat",
      what: "Distances",
      of: "Expert",
      sum: "83 %",
      cases: "15",
      name: "老周",
    });
  });
});

const segments = (count: number) =>
  Object.fromEntries(segmentsOf(count).flatMap((thing) => (thing.kind === "segment" ? [[thing.id, thing]] : [])));

describe("the list of segments", () => {
  const known = segments(30);
  const grades = gradesOf(segmentsOf(29));

  it("has the one with most left for each square kilometre first, and what isn't worked out last", () => {
    const rows = segmentRows(known, grades, "left");
    const left = rows.map(({ grade }) => grade?.densityPerKm2 ?? -1);

    expect(left).toEqual([...left].sort((a, b) => b - a));
    expect(rows.at(-1)?.id).toBe("segment-30");
  });

  it("has the least searched first by POD, and letters in their order by name", () => {
    const pods = segmentRows(known, grades, "pod").map(({ grade }) => grade?.pod ?? 2);
    expect(pods).toEqual([...pods].sort((a, b) => a - b));

    const named = ["AAA", "B", "AB", "AA", "ZZ"].map((name, i) => buildThing("segment", String(i), { name }));
    const byName = segmentRows(
      Object.fromEntries(named.flatMap((thing) => (thing.kind === "segment" ? [[thing.id, thing]] : []))),
      {},
      "name",
    );
    expect(byName.map(({ segment }) => segment.fields.name)).toEqual(["B", "AA", "AB", "ZZ", "AAA"]);
  });

  it("keeps every segment once, however it is sorted", () => {
    for (const order of ["left", "poa", "pod", "name"] as const)
      expect(new Set(segmentRows(known, grades, order).map(({ id }) => id)).size).toBe(30);
  });

  it("finds by the beginning of a name", () => {
    const rows = segmentRows(known, grades, "name");

    expect(findSegments(rows, "ab").map(({ segment }) => segment.fields.name)).toEqual(["AB"]);
    expect(findSegments(rows, " ")).toHaveLength(30);
  });

  it("asks an expert about the 40 likeliest of many, and about any that has a value already", () => {
    const many = segments(100);
    const listed = votedRows(many, gradesOf(segmentsOf(100)), { "segment-100": 5 });
    const likeliest = segmentRows(many, gradesOf(segmentsOf(100)), "left").slice(0, 40);

    expect(listed).toHaveLength(41);
    expect(listed.map(({ id }) => id)).toEqual(
      expect.arrayContaining([...likeliest.map(({ id }) => id), "segment-100"]),
    );
    expect(votedRows(known, grades, undefined).map(({ id }) => id)).toEqual(
      segmentRows(known, {}, "name").map(({ id }) => id),
    );
  });

  it("knows the middle of a ring, and that none has none", () => {
    expect(
      ringMiddle([
        { latDeg: 30, lonDeg: 120 },
        { latDeg: 31, lonDeg: 122 },
        { latDeg: 30, lonDeg: 122 },
      ]),
    ).toEqual({ latDeg: 30.5, lonDeg: 121 });
    expect(ringMiddle([])).toBeUndefined();
  });
});

describe("an area to divide", () => {
  const centre = { latDeg: 30.87, lonDeg: 120.433 };

  it("is a ring at a known distance all around", () => {
    for (const corner of circleRing(centre, 966)) expect(distanceM(centre, corner)).toBeCloseTo(966, 0);
  });

  it("begins with segments of the usual size, larger where those would be very many", () => {
    expect(sizeFor(circleRing(centre, 300))).toBe(sizeLog10M2.usual);
    const large = circleRing(centre, 9_000);
    expect((Math.PI * 9_000 ** 2) / 10 ** sizeFor(large)).toBeLessThan(160);
    expect((Math.PI * 9_000 ** 2) / 10 ** sizeFor(large)).toBeGreaterThan(100);
    expect(sizeFor(boxRing([-60, -170, 60, 170]))).toBe(sizeLog10M2.most);
    expect(sizeFor([])).toBe(sizeLog10M2.usual);
  });
});

describe("the window of a long list", () => {
  it("draws what is in sight and a few more, of 1,065 rows", () => {
    expect(rowWindow({ count: 1_065, rowPx: 48, topPx: -4_800, heightPx: 480, spare: 5 })).toEqual({
      from: 95,
      to: 115,
    });
    expect(rowWindow({ count: 1_065, rowPx: 48, topPx: 200, heightPx: 480, spare: 5 })).toEqual({ from: 0, to: 11 });
  });

  it("covers the body wherever it is scrolled, and never leaves the list", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000 }),
        fc.integer({ min: -200_000, max: 2_000 }),
        fc.integer({ min: 1, max: 2_000 }),
        (count, topPx, heightPx) => {
          const { from, to } = rowWindow({ count, rowPx: 48, topPx, heightPx, spare: 3 });
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(count);
          expect(to - from).toBeLessThanOrEqual(Math.ceil(heightPx / 48) + 8);
          for (let row = 0; row < count; row += 7) {
            const [above, below] = [topPx + (row + 1) * 48, topPx + row * 48];
            if (above > 0 && below < heightPx) expect(row >= from && row < to).toBe(true);
          }
        },
      ),
    );
  });
});

describe("an expert's vote", () => {
  it("is read in per cent, with what can't be read named", () => {
    const read = readVote({ a: "20", b: "30 %", c: "x", d: "", [restKey]: "5" }, "percent");

    expect(read).toEqual({ values: { a: 20, b: 30 }, restOfWorld: 5, wrong: ["c"], sum: 55 });
  });

  it("is read in O'Connor's letters, A for 9 and I for 1", () => {
    expect([..."AEI"].map(letterValue)).toEqual([9, 5, 1]);
    expect(["J", "AA", "", "9"].map(letterValue)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it("stands in the fields as it was typed", () => {
    const vote = { expert: "Wang", scale: "letters", values: { a: 9, b: 5 }, restOfWorld: 1 } as const;

    expect(voteDraft(vote)).toEqual({ a: "A", b: "E", [restKey]: "I" });
    expect(readVote(voteDraft(vote), "letters")).toMatchObject({ values: vote.values, restOfWorld: 1, wrong: [] });
  });
});

describe("a line of what next", () => {
  const proposal = {
    who: "team/team-1",
    segmentIds: ["s1", "s2"],
    searchS: 2_900,
    travelS: 640,
    distanceM: 800,
    expectedPos: 0.06,
  };
  const known = { work: "segments", wayText: "own way", teamMode: "dog", vehicleKind: undefined, period: 2 } as const;
  const place = { latDeg: 30.87, lonDeg: 120.433 };
  const way = {
    path: [place, { ...place, latDeg: 30.88 }],
    searchS: 840,
    homeS: 110,
    distanceM: 4_700,
    expectedPos: 0.08,
  };

  it("becomes an assignment that the station takes", () => {
    const assignment = proposedAssignment(proposal, known);

    expect(assignment).toEqual({
      to: { kind: "team", id: "team-1" },
      task: "search",
      segmentIds: ["s1", "s2"],
      resource: "DOG",
      travelS: 640,
      expectedPos: 0.06,
      allocatedMin: 59,
      period: 2,
    });
    expect(thingSchemas.assignment.partial().safeParse(assignment).success).toBe(true);
  });

  it("names drones and robots as what they are", () => {
    const forVehicle = (vehicleKind: "multirotor" | "ground-robot") =>
      proposedAssignment(
        { ...proposal, who: "vehicle/1" },
        { ...known, teamMode: undefined, vehicleKind, period: undefined },
      );

    expect(forVehicle("multirotor")?.resource).toBe("DRONE");
    expect(forVehicle("ground-robot")?.resource).toBe("ROBOT");
  });

  it("becomes a vehicle's own way where that was chosen, with its words and without segments", () => {
    const assignment = proposedAssignment(
      { ...proposal, who: "vehicle/1", way },
      { ...known, work: "way", teamMode: undefined, vehicleKind: "multirotor" },
    );

    expect(assignment).toEqual({
      ...{ to: { kind: "vehicle", id: "1" }, task: "search", path: way.path, text: "own way", resource: "DRONE" },
      ...{ expectedPos: 0.08, allocatedMin: 16, period: 2 },
    });
    expect(thingSchemas.assignment.partial().safeParse(assignment).success).toBe(true);
  });

  it("stands for what adds more until somebody chooses, and for what there is where there is but one", () => {
    expect(workOf(proposal, undefined)).toBe("segments");
    expect(workOf(proposal, "way")).toBe("segments");
    expect(workOf({ ...proposal, way }, undefined)).toBe("way");
    expect(workOf({ ...proposal, way: { ...way, expectedPos: 0.05 } }, undefined)).toBe("segments");
    expect(workOf({ ...proposal, way }, "segments")).toBe("segments");
    expect(workOf({ ...proposal, segmentIds: [], way }, "segments")).toBe("way");
    expect(gainOf({ ...proposal, way }, "way")).toBe(0.08);
    expect(gainOf({ ...proposal, way }, "segments")).toBe(0.06);
  });

  it("sends nobody where it isn't clear whom", () => {
    for (const who of ["", "team/", "team", "ghost/1"]) {
      expect(whoIs(who)).toBeUndefined();
      expect(proposedAssignment({ ...proposal, who }, known)).toBeUndefined();
    }
  });
});

describe("wind and current", () => {
  it("are spoken as sailors do: wind by where it comes from, a current by where it goes", () => {
    expect(spokenDeg("wind", 135)).toBe(315);
    expect(spokenDeg("current", 135)).toBe(135);
    for (const flow of ["wind", "current"] as const)
      for (const deg of [0, 1, 179, 180, 359]) expect(spokenDeg(flow, towardsOf(flow, deg))).toBe(deg);
  });
});

describe("the right side of a low screen", () => {
  const folded = (change: Partial<typeof defaultSettings.folded>) => ({ ...defaultSettings.folded, ...change });

  it("is the search's own when it opens", () => {
    expect(toFold(folded({ search: false, vehicle: false, plan: false }), folded({ search: true }))).toEqual([
      "vehicle",
      "plan",
    ]);
    expect(toFold(folded({ search: false, vehicle: false }), undefined)).toEqual(["vehicle"]);
  });

  it("is the vehicle's or the plan's when one of them is opened", () => {
    const before = folded({ search: false, vehicle: true, plan: true });

    expect(toFold(folded({ search: false, vehicle: false, plan: true }), before)).toEqual(["search"]);
    expect(toFold(folded({ search: false, vehicle: true, plan: false }), before)).toEqual(["search"]);
  });

  it("stays as it is when something else folds", () => {
    const before = folded({ search: false, vehicle: true, plan: true });

    expect(toFold({ ...before, heat: true }, before)).toEqual([]);
    expect(toFold(folded({ search: true }), folded({ search: true }))).toEqual([]);
  });
});

describe("a value in plain signs", () => {
  it("shows what it is made of, and an empty one as such", () => {
    expect(plainValue({ temperatureC: 7, rain: "drizzle", text: undefined })).toBe("7 · drizzle · –");
    expect([plainValue(null), plainValue(""), plainValue(0), plainValue(false)]).toEqual(["–", "–", "0", "false"]);
  });
});

describe("who this screen is", () => {
  it("is taken from the station's answer, and from nothing that isn't one", () => {
    expect(readMe({ role: "pilot", name: "Li", teamId: "", more: 1 })).toEqual({ role: "pilot", name: "Li" });
    for (const body of [undefined, null, "pilot", {}, { role: "king" }]) expect(readMe(body)).toBeUndefined();
  });
});
