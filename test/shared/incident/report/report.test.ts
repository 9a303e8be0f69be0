import { describe, expect, it } from "vitest";
import { afterActionReport } from "../../../../shared/incident/report/after-action.ts";
import { csvTables, exportCsv } from "../../../../shared/incident/report/exports/csv.ts";
import { exportGeoJson } from "../../../../shared/incident/report/exports/geojson.ts";
import { exportGpx } from "../../../../shared/incident/report/exports/gpx.ts";
import { exportKml } from "../../../../shared/incident/report/exports/kml.ts";
import { formNames } from "../../../../shared/incident/report/forms/form.ts";
import { makeForm } from "../../../../shared/incident/report/forms/make-form.ts";
import { reportFormat } from "../../../../shared/incident/report/report-format.ts";
import { reportLanguages } from "../../../../shared/incident/report/report-input.ts";
import { statistics } from "../../../../shared/incident/report/statistics.ts";
import { timeline } from "../../../../shared/incident/report/timeline.ts";
import { parseXml } from "../../../../shared/plan/formats/xml-tree.ts";
import { sceneUtcMs } from "../../../support/build-views.ts";
import { reportScene } from "../../../support/report-scene.ts";
import { buildStep, buildThing } from "../../../support/search-scenes.ts";

const minuteMs = 60_000;
const all = (input: Parameters<typeof afterActionReport>[0]) => [
  afterActionReport(input),
  ...formNames.map((name) => makeForm(input, name)),
];

describe("the statistics of a search", () => {
  it("count from the report and from the last sighting to the find, and to the first order and scene", () => {
    const input = reportScene({
      things: [
        ...reportScene().things.filter(({ kind }) => kind !== "assignment"),
        buildThing("assignment", "a", { number: 101 }, [buildStep("sent", 50), buildStep("accepted", 48)]),
        buildThing("assignment", "b", { number: 102 }, [
          buildStep("sent", 40),
          buildStep("accepted", 30),
          buildStep("on-scene", 20),
          buildStep("done", 5),
        ]),
      ],
    });

    const figures = statistics(input);

    expect(figures.reportToFoundMs).toBe(60 * minuteMs);
    expect(figures.reportToFirstOrderMs).toBe(10 * minuteMs);
    expect(figures.firstOrderToSceneMs).toBe(30 * minuteMs);
    expect(figures.acceptMedianMs).toBe(6 * minuteMs);
    expect([figures.assignmentsGiven, figures.assignmentsDone]).toEqual([2, 1]);
    expect(figures.trackM).toBeGreaterThan(297);
    expect(figures.trackM).toBeLessThan(303);
  });

  it("leave out what isn't known, instead of inventing it", () => {
    const figures = statistics({ ...reportScene({ things: [], events: [], tracks: [], heat: [] }) });

    expect(figures).not.toHaveProperty("reportToFoundMs");
    expect(figures).not.toHaveProperty("acceptMedianMs");
    expect(afterActionReport(reportScene({ things: [], events: [] }))).toContain("–");
  });
});

describe("photos", () => {
  it("are only counted where a phone named one by what every object has", () => {
    const photos = ["toString", "constructor"];
    const input = reportScene({ things: [buildThing("clue", "c", { text: "A glove", photos })], photos: {} });

    expect(makeForm(input, "clue-sheet")).not.toContain("<img");
  });
});

describe("the timeline", () => {
  it("tells a division into segments as one line, and when each thing happened, not when it was heard", () => {
    const scene = reportScene();
    const late = { ...scene.events[13], id: "late", n: 60, happenedUtcMs: sceneUtcMs - 55 * minuteMs };
    const input = { ...scene, events: [...scene.events, late as (typeof scene.events)[number]] };

    const told = timeline(input, reportFormat(input));

    expect(told.filter(({ what }) => what.startsWith("Segment drawn"))).toHaveLength(1);
    expect(told.some(({ what }) => what.includes("12 times"))).toBe(true);
    expect(told[1]?.what).toContain("checked");
    expect(told.map(({ utcMs }) => utcMs)).toEqual(told.map(({ utcMs }) => utcMs).toSorted((a, b) => a - b));
    expect(told.at(-2)?.what).toBe("heat source 1: confirmed (Person 87 %)");
  });
});

describe("reports and forms", () => {
  it("say at which event something came into being, and at later ones what became of it", () => {
    const input = reportScene();
    const told = timeline(input, reportFormat(input)).map(({ what }) => what);

    expect(told.filter((what) => what.startsWith("Incident opened"))).toHaveLength(1);
    expect(told.find((what) => what.endsWith("– found"))).toMatch(/^Incident (?!opened)/);
  });

  it.each([
    ["en", "Dementia"],
    ["zh-CN", "失智老人（痴呆）"],
  ] as const)("call a category as people do, in %s", (language, name) => {
    const input = reportScene({ language });

    for (const text of [afterActionReport(input), makeForm(input, "sar-104"), makeForm(input, "ics-201")]) {
      expect(text).toContain(name);
      expect(text).not.toMatch(/[>, ]dementia[<,. ]/);
    }
    expect(reportFormat(input).category("monk")).toBe("monk");
  });

  it.each(reportLanguages)("are whole documents without scripts, in %s", (language) => {
    for (const text of all(reportScene({ language }))) {
      expect(text.startsWith("<!doctype html>")).toBe(true);
      expect(text).toContain(`<html lang="${language}">`);
      expect(text).not.toMatch(/<script|undefined|\[object|NaN| style="/);
      expect(text.endsWith("</html>")).toBe(true);
    }
  });

  it("make what people typed harmless, in every field", () => {
    const evil = `<img src=x onerror="alert(1)">&'\u0007`;
    const input = reportScene();
    const things = input.things.map((thing) => ({
      ...thing,
      fields: Object.fromEntries(
        Object.entries(thing.fields).map(([key, value]) => [
          key,
          typeof value === "string" &&
          key !== "phase" &&
          key !== "nature" &&
          key !== "state" &&
          key !== "mode" &&
          key !== "task" &&
          key !== "effect" &&
          key !== "sex" &&
          key !== "priority"
            ? evil
            : value,
        ]),
      ),
    })) as unknown as typeof input.things;

    for (const text of all({ ...input, things })) expect(text).not.toContain("<img");
    expect(exportKml({ ...input, things })).not.toContain("<img");
    expect(parseXml(exportKml({ ...input, things })).name).toMatch(/^(kml|gpx)$/);
    expect(parseXml(exportGpx({ ...input, things })).name).toMatch(/^(kml|gpx)$/);
  });

  it("print one SAR 104 for each assignment, or the one asked for, and one sheet for each clue", () => {
    const sheets = (text: string) => text.split('<section class="sheet">').length - 1;
    const input = reportScene();
    const assignments = input.things.filter(({ kind }) => kind === "assignment");

    expect(sheets(makeForm(input, "sar-104"))).toBe(assignments.length);
    expect(sheets(makeForm(input, "sar-104", assignments[0]?.id))).toBe(1);
    expect(sheets(makeForm(input, "clue-sheet"))).toBe(5);
    expect(makeForm(reportScene({ things: [] }), "clue-sheet")).toContain("None.");
  });

  it("say that simulated people took part", () => {
    const input = reportScene();
    const things = [...input.things, buildThing("team", "sim", { name: "S1", simulated: true })];

    expect(afterActionReport({ ...input, things })).toContain("exercise");
    expect(afterActionReport(input)).not.toContain("exercise");
  });

  it("print both of two decisions that were taken at once", () => {
    const input = reportScene();
    const by = (name: string) => ({ id: name, name, role: "coordinator" as const });
    const things = input.things.map((thing) =>
      thing.kind === "incident"
        ? {
            ...thing,
            conflicts: {
              objectives: [
                { value: "north first", by: by("Chen"), utcMs: sceneUtcMs },
                { value: "south first", by: by("Li"), utcMs: sceneUtcMs },
              ],
            },
          }
        : thing,
    );

    const text = afterActionReport({ ...input, things });

    for (const part of ["north first", "south first", "Chen", "Li"]) expect(text).toContain(part);
  });
});

describe("exports", () => {
  it("give GeoJSON with closed outlines that go round to the left, and times in UTC", () => {
    const { features } = JSON.parse(exportGeoJson(reportScene())) as {
      features: { geometry: { type: string; coordinates: number[][][] }; properties: { kind: string } }[];
    };

    const [ring = []] = features.find(({ properties }) => properties.kind === "segment")?.geometry.coordinates ?? [];
    const twice = ring.slice(1).reduce((sum, at, i) => {
      const [x = 0, y = 0] = ring[i] ?? [];
      return sum + x * (at[1] ?? 0) - (at[0] ?? 0) * y;
    }, 0);
    expect(ring.at(0)).toEqual(ring.at(-1));
    expect(twice).toBeGreaterThan(0);
    expect(new Set(features.map(({ properties }) => properties.kind))).toEqual(
      new Set(["segment", "ipp", "last-seen", "clue", "heat", "outcome", "track"]),
    );
  });

  it("give KML and GPX that are well-formed", () => {
    expect(parseXml(exportKml(reportScene({ language: "zh-CN" }))).name).toMatch(/^(kml|gpx)$/);
    expect(parseXml(exportGpx(reportScene())).name).toMatch(/^(kml|gpx)$/);
  });

  it("give CSV whose cells no spreadsheet calculates, quoted where needed", () => {
    const input = reportScene();
    const things = [
      ...input.things,
      buildThing("clue", "bad", { number: 9, text: '=HYPERLINK("http://x")', reporter: "a,b" }),
    ];

    for (const name of csvTables) expect(exportCsv(input, name).startsWith("\ufeff")).toBe(true);
    expect(exportCsv({ ...input, things }, "clues")).toContain(`"a,b","'=HYPERLINK(""http://x"")"`);
  });
});
