import { describe, expect, it } from "vitest";
import { PathBook } from "../../../../renderer/stores/scene/path-book.ts";
import { createSceneStore } from "../../../../renderer/stores/scene/scene-store.ts";
import { heightMslM } from "../../../../shared/vehicle/trail-details.ts";
import { buildVehicle, placeAt } from "../../../support/build-views.ts";

const vehicleAt = (atMs: number, eastM = atMs / 100, altMslM = 80) =>
  buildVehicle({ id: "1", position: { atMs, ...placeAt(0, eastM), altMslM } });

const noTrails = { trails: {}, trailDetails: {} };

const pathOf = (book: PathBook) => {
  const path = book.paths.get("1");
  if (path === undefined) throw new Error("The vehicle has no path.");
  return path;
};

describe("the book of paths", () => {
  it("keeps a point a second, with height, speed and link", () => {
    const book = new PathBook();
    for (let atMs = 0; atMs <= 3_000; atMs += 200) book.take({ "1": vehicleAt(atMs) }, noTrails, atMs);

    const path = pathOf(book);

    expect(path.count).toBe(4);
    expect([...path.mslM.subarray(0, 4)]).toEqual([80, 80, 80, 80]);
    expect(path.speedMps[3]).toBeCloseTo(10, 0);
  });

  it("begins with the trail of a record that has no heights, and works its speeds out", () => {
    const book = new PathBook();
    const trail = [0, 1, 2].flatMap((i) => [placeAt(0, i * 7).latDeg, placeAt(0, i * 7).lonDeg, i * 1_000]);

    book.take({ "1": vehicleAt(3_000, 21) }, { trails: { "1": trail }, trailDetails: {} }, 3_000);

    const path = pathOf(book);
    expect(path.count).toBe(4);
    expect(Number.isNaN(path.mslM[1] ?? 0)).toBe(true);
    expect(path.speedMps[1]).toBeCloseTo(7, 1);
    expect(path.mslM[3]).toBe(80);
  });

  it("has the heights and the link of the stream's trail at once, also of what was missed meanwhile", () => {
    const book = new PathBook();
    const trailTo = (count: number) => {
      const seconds = Array.from({ length: count }, (_, i) => i);
      return {
        trails: { "1": seconds.flatMap((s) => [placeAt(0, s * 7).latDeg, placeAt(0, s * 7).lonDeg, s * 1_000]) },
        trailDetails: { "1": seconds.flatMap((s) => (s === 2 ? [null, null] : [60 + s, 0.5])) },
      };
    };

    book.take({ "1": vehicleAt(3_000, 21) }, trailTo(3), 3_000);
    book.take({ "1": vehicleAt(60_000, 420) }, trailTo(60), 60_000);

    const path = pathOf(book);
    expect(path.count).toBe(61);
    expect([...path.mslM.subarray(0, 5)]).toEqual([60, 61, Number.NaN, 80, 64]);
    expect([...path.link.subarray(0, 3)]).toEqual([0.5, 0.5, Number.NaN]);
    expect(path.mslM[59]).toBe(119);
  });

  it("completes the trail's last point where it is the very position that is heard", () => {
    const book = new PathBook();
    const { latDeg, lonDeg } = placeAt(0, 30);

    book.take({ "1": vehicleAt(3_000, 30) }, { trails: { "1": [latDeg, lonDeg, 3_000] }, trailDetails: {} }, 3_000);

    expect(pathOf(book).count).toBe(1);
    expect(pathOf(book).mslM[0]).toBe(80);
  });

  it("goes back with the clock, and tells that points are gone", () => {
    const book = new PathBook();
    for (let atMs = 0; atMs <= 60_000; atMs += 1_000) book.take({ "1": vehicleAt(atMs) }, noTrails, atMs);
    const { epoch } = pathOf(book);

    book.take({ "1": vehicleAt(20_000) }, noTrails, 20_000);

    expect(pathOf(book).lastMs).toBe(20_000);
    expect(pathOf(book).epoch).toBeGreaterThan(epoch);
  });

  it("drops its oldest quarter when full, and stays within its memory", () => {
    const book = new PathBook();
    for (let atMs = 0; atMs < 2_000_000; atMs += 1_000) book.take({ "1": vehicleAt(atMs, 0) }, noTrails, atMs);

    const path = pathOf(book);

    expect(path.count).toBeGreaterThan(500);
    expect(path.count).toBeLessThanOrEqual(720);
    expect(path.lastMs).toBe(1_999_000);
  });

  it("knows a height from home where the sea's isn't said, and forgets vehicles that are gone", () => {
    const book = new PathBook();
    book.take({ "1": vehicleAt(0) }, noTrails, 0);
    book.take({}, noTrails, 1_000);

    expect(book.paths.size).toBe(0);
    const home = { atMs: 0, ...placeAt(0, 0), altMslM: 12 };
    expect(heightMslM({ position: { atMs: 0, ...placeAt(0, 0), altHomeM: 30 }, home })).toBe(42);
    expect(heightMslM({ position: { atMs: 0, ...placeAt(0, 0), altHomeM: 30 } })).toBeUndefined();
  });
});

describe("the scene's choices", () => {
  it("begin with the map, whatever was chosen before a reload", () => {
    const scene = createSceneStore();
    expect(scene.getState()).toMatchObject({ view: "2d", camera: "orbit", pathInk: "height" });

    scene.getState().show("3d");
    scene.getState().setCamera("follow");
    scene.getState().setPathInk("link");

    expect(scene.getState()).toMatchObject({ view: "3d", camera: "follow", pathInk: "link" });
  });
});
