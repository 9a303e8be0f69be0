import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { afterEach, describe, expect, it } from "vitest";
import { AlertBook } from "../../../../electron/station/alert-book.ts";
import { BestShots, type Shot } from "../../../../electron/station/examples/best-shots.ts";
import { ExampleDesk } from "../../../../electron/station/examples/example-desk.ts";
import { ExampleStore } from "../../../../electron/station/examples/example-store.ts";
import { exampleZip } from "../../../../electron/station/examples/example-zip.ts";
import type { LabelledExample } from "../../../../electron/station/examples/labelled-example.ts";
import type { HeatSource } from "../../../../shared/heat/heat-source.ts";
import { buildHeatSource } from "../../../support/heat-source.ts";
import { handClock } from "../../../support/station-server.ts";

/** A PNG of one black pixel. */
const png = new Uint8Array(
  Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==", "base64"),
);

const example = (number: number, change: Partial<LabelledExample> = {}): LabelledExample => ({
  ...{ id: `heat-${number}-a-${number}`, label: "person", by: "Ann", decidedUtcMs: 1000 * number, vehicleId: "1" },
  ...{ camera: "thermal", widthPx: 640, heightPx: 512, bboxPx: [10, 20, 8, 16], picture: "whole" },
  ...{ capturedUtcMs: 900 * number, heightM: 60, model: "lantern-person 1" },
  ...change,
});

const decided = (source: HeatSource, state: "confirmed" | "dismissed" | "new"): HeatSource => ({
  ...source,
  decision: state === "new" ? { state } : { state, by: "Ann", atMs: 1, utcMs: 1 },
});

describe("labelled examples", () => {
  const folders: string[] = [];
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), "lantern-examples-"));
    folders.push(made);
    return made;
  };
  const store = (path: string, mostExamples = 100) =>
    new ExampleStore({ folder: path, mostExamples, mostBytes: 1_000_000 });

  afterEach(() => {
    for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
  });

  it("are there again after a restart, without what is damaged", async () => {
    const path = folder();
    const first = store(path);
    for (const number of [1, 2, 3]) await first.put(example(number), png);
    await first.relabel(example(2, { label: "not-person" }));
    await first.remove("heat-3-a-3");
    writeFileSync(join(path, "heat-4-a-4.json"), '{"id":');
    writeFileSync(join(path, "heat-5-a-5.json"), JSON.stringify(example(5)));
    writeFileSync(join(path, "heat-6-a-6.json"), JSON.stringify(example(7)));

    const second = store(path);

    expect((await second.list()).map(({ id, label }) => [id, label])).toEqual([
      ["heat-1-a-1", "person"],
      ["heat-2-a-2", "not-person"],
    ]);
    expect(second.count).toBe(2);
  });

  it("are bounded: the oldest go, from the disk too", async () => {
    const path = folder();
    const bounded = store(path, 3);
    for (const number of [1, 2, 3]) expect(await bounded.put(example(number), png)).toBe(0);

    expect(await bounded.put(example(4), png)).toBe(1);

    expect((await bounded.list()).map(({ id }) => id)).toEqual(["heat-2-a-2", "heat-3-a-3", "heat-4-a-4"]);
    expect(readdirSync(path)).toHaveLength(6);
  });

  it("go into a zip as COCO has them, with a page that says what each field is", async () => {
    const all = store(folder());
    await all.put(example(1), png);
    await all.put(example(2, { label: "not-person", peakK: 301.5 }), png);
    await all.put(example(3, { label: "missed", by: "Ben" }), png);

    const chunks: Buffer[] = [];
    for await (const chunk of exampleZip(all)) chunks.push(chunk);
    const zip = unzipSync(new Uint8Array(Buffer.concat(chunks)));

    const coco = JSON.parse(strFromU8(zip["annotations.json"] ?? new Uint8Array()));
    expect(coco.categories).toEqual([
      { id: 1, name: "person" },
      { id: 2, name: "not-person" },
    ]);
    expect(coco.annotations.map((a: Record<string, unknown>) => [a.image_id, a.category_id, a.label, a.by])).toEqual([
      [1, 1, "person", "Ann"],
      [2, 2, "not-person", "Ann"],
      [3, 1, "missed", "Ben"],
    ]);
    expect(coco.annotations[1]).toMatchObject({ bbox: [10, 20, 8, 16], area: 128, peak_k: 301.5 });
    for (const image of coco.images) expect(Buffer.from(zip[image.file_name] ?? [])).toEqual(Buffer.from(png));
    const readme = strFromU8(zip["README.md"] ?? new Uint8Array());
    for (const image of coco.images)
      for (const field of ["picture", "height_m", "gsd_m"]) expect(field in image || readme.includes(field)).toBe(true);
  });

  it("make an empty zip where nobody has decided anything", async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of exampleZip(store(folder()))) chunks.push(chunk);

    expect(Object.keys(unzipSync(new Uint8Array(Buffer.concat(chunks)))).sort()).toEqual([
      "README.md",
      "annotations.json",
    ]);
  });
});

describe("a decision", () => {
  const folders: string[] = [];
  const source = buildHeatSource({ id: "heat-1", vehicleIds: ["1"] });
  const desk = (path: string | undefined, crop: Uint8Array | "none" = png) => {
    const alerts = new AlertBook({ clock: handClock(), onRaised: () => {} });
    const made = new ExampleDesk({
      ...{ clock: handClock(), alerts, folder: path },
      model: () => "m 1",
      crop: () => (crop === "none" ? undefined : crop),
    });
    return { alerts, desk: made };
  };
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), "lantern-decided-"));
    folders.push(made);
    return made;
  };

  afterEach(() => {
    for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
  });

  it("leaves the surroundings where no whole picture is left, and takes them back", async () => {
    const { desk: examples } = desk(folder());

    examples.onDecision(decided(source, "confirmed"), "Ann");
    examples.onDecision(decided(source, "dismissed"), "Ben");
    await examples.close();
    expect(await examples.store?.list()).toMatchObject([{ label: "not-person", by: "Ben", picture: "crop" }]);

    examples.onDecision(decided(source, "confirmed"), "Ann");
    examples.onDecision(decided(source, "new"), "Ann");
    await examples.close();
    expect(await examples.store?.list()).toEqual([]);
  });

  it("stands though its example can't be kept, which is told", async () => {
    // A file where the folder should be.
    const path = join(folder(), "examples");
    writeFileSync(path, "");
    const { alerts, desk: examples } = desk(path);

    examples.onDecision(decided(source, "confirmed"), "Ann");
    await examples.close();

    expect([...alerts.alerts.values()]).toMatchObject([{ code: "example-lost", severity: "warning" }]);
  });

  it("leaves nothing without a record, nor where there is no picture at all", async () => {
    const none = desk(folder(), "none");
    none.desk.onDecision(decided(source, "confirmed"), "Ann");
    await none.desk.close();
    expect(await none.desk.store?.list()).toEqual([]);

    const unrecorded = desk(undefined);
    unrecorded.desk.onDecision(decided(source, "confirmed"), "Ann");
    await unrecorded.desk.close();
    expect(unrecorded.desk.store).toBeUndefined();
    expect(unrecorded.alerts.alerts.size + none.alerts.alerts.size).toBe(0);
  });
});

describe("the best pictures", () => {
  const shot = (vehicleId: string, score: number): Shot => {
    const { id: _id, label: _label, by: _by, decidedUtcMs: _utc, model: _model, ...facts } = example(1, { vehicleId });
    return { png, score, facts };
  };

  it("are kept for the sources seen last, of each the best by three vehicles", () => {
    const shots = new BestShots();
    for (let i = 0; i < 250; i++) shots.add(`heat-${i}`, shot("1", 1));
    for (const [vehicle, score] of [
      ["2", 5],
      ["3", 4],
      ["4", 3],
      ["1", 0.5],
    ] as const)
      shots.add("heat-249", shot(vehicle, score));

    expect(shots.of("heat-0")).toEqual([]);
    expect(shots.of("heat-249").map(({ score }) => score)).toEqual([5, 4, 3]);
  });

  it("are not asked for again and again", () => {
    const shots = new BestShots();

    expect(shots.wants("heat-1", "1", 1, 0)).toBe(true);
    expect(shots.wants("heat-1", "1", 9, 100)).toBe(false);
    expect(shots.wants("heat-1", "2", 1, 100)).toBe(true);
    shots.add("heat-1", shot("1", 1));
    expect(shots.wants("heat-1", "1", 1.1, 10_000)).toBe(false);
    expect(shots.wants("heat-1", "1", 2, 10_000)).toBe(true);
    shots.missed("heat-1", "1");
    expect(shots.wants("heat-1", "1", 2, 10_001)).toBe(true);
  });
});
