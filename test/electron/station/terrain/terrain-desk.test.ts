import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Ground } from "../../../../electron/station/ground.ts";
import { TerrainDesk } from "../../../../electron/station/terrain/terrain-desk.ts";
import { buildGeotiff } from "../../../support/build-geotiff.ts";
import { buildGround } from "../../../support/build-ground.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "terrain-desk-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const middle = { latDeg: 30.87, lonDeg: 120.433 };

/** Level at a height around the middle. */
const level = (heightM: number, count = 50, halfDeg = 0.05): Uint8Array<ArrayBuffer> => {
  const step = (2 * halfDeg) / count;
  return buildGeotiff({
    ...{ width: count, height: count, format: "int16" as const, value: () => heightM },
    place: { x: middle.lonDeg - halfDeg, y: middle.latDeg + halfDeg, stepX: step, stepY: step },
  });
};

const heightOf = (ground: Ground) => ground.terrain?.heightMslM(middle.latDeg, middle.lonDeg);

describe("height models that people load", () => {
  test("are ground from then on, the finest first, and again after a restart", async () => {
    const ground = new Ground();
    const desk = new TerrainDesk({ folder, ground });
    await desk.start();
    expect(desk.view).toEqual({ kind: "flat", files: [] });
    expect(ground.terrain).toBeUndefined();

    expect(await desk.add({ name: "coarse.tif", bytes: level(10, 20) })).toEqual({ ok: true });
    expect(await desk.add({ name: "fine.tif", bytes: level(25, 80) })).toEqual({ ok: true });

    expect(heightOf(ground)).toBe(25);
    expect(desk.view.kind).toBe("loaded");
    expect(desk.view.files.map(({ name }) => name)).toEqual(["fine.tif", "coarse.tif"]);
    expect(desk.view).toBe(desk.view);

    const later = new Ground();
    const again = new TerrainDesk({ folder, ground: later });
    await again.start();
    expect(heightOf(later)).toBe(25);
    expect(again.view).toEqual(desk.view);
  });

  test("are gone when they are taken away, their files too", async () => {
    const ground = new Ground();
    const desk = new TerrainDesk({ folder, ground });
    await desk.add({ name: "one.tif", bytes: level(10) });

    expect(await desk.remove("one.tif")).toEqual({ ok: true });

    expect(heightOf(ground)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
    expect(await desk.remove("one.tif")).toMatchObject({ ok: false, fault: { code: "unknown-terrain" } });
    expect(await desk.remove("../one.tif")).toMatchObject({ ok: false, fault: { code: "unknown-terrain" } });
  });

  test("lie over the scenario's ground, and let it through beside them", async () => {
    const { baseMap, heightsMslM } = buildGround();
    const ground = new Ground();
    ground.set(baseMap, heightsMslM);
    const { southDeg, westDeg } = baseMap.terrain;
    const before = ground.terrain?.heightMslM(southDeg, westDeg);
    const desk = new TerrainDesk({ folder, ground });
    expect(desk.view.kind).toBe("scenario");

    await desk.add({ name: "one.tif", bytes: level(99, 50, 0.003) });

    expect(desk.view.kind).toBe("loaded");
    expect(ground.terrain?.heightMslM(southDeg, westDeg)).toBeCloseTo(before ?? 0, 3);
    expect(heightOf(ground)).toBe(99);
    // Clients go on drawing the scenario's map.
    expect(ground.map?.baseMap).toBe(baseMap);
  });

  test("of the same name replace one another", async () => {
    const ground = new Ground();
    const desk = new TerrainDesk({ folder, ground });

    await Promise.all([
      desk.add({ name: "one.tif", bytes: level(10) }),
      desk.add({ name: "one.tif", bytes: level(11) }),
    ]);

    expect(heightOf(ground)).toBe(11);
    expect(readdirSync(folder)).toEqual(["one.tif"]);
  });

  test("that can't be read change nothing, and are not kept", async () => {
    const ground = new Ground();
    const desk = new TerrainDesk({ folder, ground });

    const outcome = await desk.add({ name: "one.tif", bytes: new Uint8Array(500) });

    expect(outcome).toMatchObject({ ok: false, fault: { code: "bad-file" } });
    expect(readdirSync(folder)).toEqual([]);
    expect(desk.view.kind).toBe("flat");
  });

  test("stay inside the folder whatever they are called", async () => {
    const desk = new TerrainDesk({ folder: join(folder, "terrain"), ground: new Ground() });

    expect(await desk.add({ name: "../../evil.tif", bytes: level(1) })).toEqual({ ok: true });
    expect(await desk.add({ name: "C:\\maps\\山.tif", bytes: level(1) })).toEqual({ ok: true });

    expect(readdirSync(folder)).toEqual(["terrain"]);
    expect(readdirSync(join(folder, "terrain")).sort()).toEqual(["evil.tif", "山.tif"]);
    for (const name of ["..", "", ".hidden.tif", "a\u0000b.tif", `${"x".repeat(200)}.tif`, "a:b.tif"])
      expect(await desk.add({ name, bytes: level(1) })).toMatchObject({ ok: false, fault: { code: "bad-file" } });
  });

  test("beyond the memory that is allowed are refused with what to do", async () => {
    const ground = new Ground();
    const desk = new TerrainDesk({ folder, ground, mostBytes: 7_000 });
    await desk.add({ name: "one.tif", bytes: level(10) });

    const outcome = await desk.add({ name: "two.tif", bytes: level(20) });

    expect(outcome).toMatchObject({ ok: false, fault: { code: "file-too-large" } });
    expect(heightOf(ground)).toBe(10);
    expect(readdirSync(folder)).toEqual(["one.tif"]);
  });

  test("that can't be written are refused, and don't count", async () => {
    // A file is where the folder should be.
    writeFileSync(join(folder, "terrain"), "");
    const ground = new Ground();
    const desk = new TerrainDesk({ folder: join(folder, "terrain"), ground });

    const outcome = await desk.add({ name: "one.tif", bytes: level(10) });

    expect(outcome).toMatchObject({ ok: false, fault: { code: "recording-failed" } });
    expect(ground.terrain).toBeUndefined();
  });

  test("that were damaged since are said, and the others are used", async () => {
    writeFileSync(join(folder, "broken.tif"), "no TIFF");
    writeFileSync(join(folder, "good.tif"), level(12));
    writeFileSync(join(folder, "cut.tif.part"), "half");
    mkdirSync(join(folder, "folder.tif"));
    const faults: string[] = [];
    const ground = new Ground();

    await new TerrainDesk({ folder, ground, onFault: (name) => faults.push(name) }).start();

    expect(faults).toEqual(["broken.tif", "folder.tif"]);
    expect(heightOf(ground)).toBe(12);
    expect(readdirSync(folder).sort()).toEqual(["broken.tif", "folder.tif", "good.tif"]);
  });

  test("without a folder last as long as the station", async () => {
    const ground = new Ground();
    const desk = new TerrainDesk({ folder: undefined, ground });
    await desk.start();

    await desk.add({ name: "one.tif", bytes: level(10) });

    expect(heightOf(ground)).toBe(10);
  });
});

describe("the map of loaded heights alone", () => {
  test("is a piece around where the vehicles are, once they are somewhere", async () => {
    let place: { latDeg: number; lonDeg: number } | undefined;
    const ground = new Ground(() => place);
    await new TerrainDesk({ folder, ground }).add({ name: "one.tif", bytes: level(10) });
    expect(ground.map).toBeUndefined();

    place = middle;

    const { baseMap, heightsMslM } = ground.map ?? {};
    expect(baseMap).toMatchObject({ attribution: "one.tif", synthetic: false, features: [] });
    expect(heightsMslM?.length).toBe(512 * 512);
    expect(heightsMslM?.[256 * 512 + 256]).toBe(10);
    expect(ground.map).toBe(ground.map);
    place = { ...middle, latDeg: middle.latDeg + 0.01 };
    expect(ground.map?.baseMap).toBe(baseMap);
    place = { ...middle, latDeg: middle.latDeg + 0.04 };
    expect(ground.map?.baseMap.terrain.southDeg).toBeGreaterThan(baseMap?.terrain.southDeg ?? 90);
  });

  test("is none where nothing is known around them", async () => {
    const ground = new Ground(() => ({ latDeg: 10, lonDeg: 10 }));
    await new TerrainDesk({ folder, ground }).add({ name: "one.tif", bytes: level(10) });

    expect(ground.map).toBeUndefined();
  });
});
