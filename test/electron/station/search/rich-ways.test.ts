import { describe, expect, it } from "vitest";
import type { PlacedFlyer } from "../../../../electron/station/search/flyers.ts";
import { SearchEngine } from "../../../../electron/station/search/search-engine.ts";
import type { SearchSpec } from "../../../../electron/station/search/search-spec.ts";
import { type NextAsk, whatNext } from "../../../../electron/station/search/what-next.ts";
import { WorkerGround } from "../../../../electron/station/search/worker-ground.ts";
import type { BaseMapFeature } from "../../../../shared/geo/base-map.ts";
import { inverseGeodesic } from "../../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import { LocalFrame } from "../../../../shared/geo/local-frame.ts";
import { isInRing } from "../../../../shared/geo/polygon.ts";
import { FenceArea } from "../../../../shared/plan/fence-area.ts";
import type { Fence } from "../../../../shared/plan/plan.ts";
import { shippedLostPersonTable } from "../../../../shared/search/lost-person/shipped-table.ts";
import { buildLook, buildSpec, ippPlace, placeAt, squareAt } from "../../../support/search-spec.ts";

const engineOf = (change: Partial<SearchSpec> = {}, ground = new WorkerGround()) => {
  const engine = new SearchEngine(shippedLostPersonTable());
  engine.make({ spec: buildSpec(change), ground, restart: true });
  return engine;
};

const flyer = (change: Partial<PlacedFlyer> = {}): PlacedFlyer => ({
  ...{ id: "vehicle/1", place: ippPlace, homePlace: ippPlace, flies: true, autopilot: "ardupilot" },
  ...{ speedMps: 5, swathM: 50, detection: 0.7, turnS: 4, enduranceS: 1_000, fences: [] },
  ...change,
});

const next = (engine: SearchEngine, ask: Partial<NextAsk>, ground = new WorkerGround()) => {
  const { made } = engine;
  if (made === undefined) throw new Error("There is no map.");
  return whatNext(
    made,
    { searchers: [], flyers: [flyer()], takenWays: [], without: [], horizonS: 3_600, ...ask },
    ground,
  );
};
const wayOf = (...args: Parameters<typeof next>) => {
  const [way] = next(...args).ways;
  if (way === undefined) throw new Error("No way is offered.");
  return way;
};
const lengthM = (path: readonly LatLon[]) =>
  path.reduce((sum, at, i) => sum + inverseGeodesic(path[i - 1] ?? at, at).distanceM, 0);
const frame = new LocalFrame(ippPlace);

describe("a way over the richest ground", () => {
  it("is offered without any segment, begins where the vehicle is and is back home within the battery", () => {
    const { byBlocks, ways } = next(engineOf(), {});

    const [way] = ways;
    expect(byBlocks).toBe(true);
    expect(way?.who).toBe("vehicle/1");
    expect(inverseGeodesic(way?.path[0] ?? ippPlace, ippPlace).distanceM).toBeLessThan(1);
    expect((way?.searchS ?? 0) + (way?.homeS ?? 0)).toBeLessThanOrEqual(1_000);
    expect(way?.distanceM).toBeCloseTo(lengthM(way?.path ?? []) + 5 * (way?.homeS ?? 0), -1);
    expect(way?.gain).toBeGreaterThan(0.02);
    expect(way?.gain).toBeLessThan(1);
  });

  it("promises less of ground that was searched, and goes elsewhere", () => {
    const engine = engineOf();
    const before = wayOf(engine, { horizonS: 600 });
    const looks = before.path.flatMap((at, i) => {
      const { northM, eastM } = frame.toNorthEast(at);
      return [1, 2, 3].map((k) => buildLook(northM, eastM, { lookMs: 1_000_000 * k + 1_000 * i }));
    });
    engine.look(looks);

    const after = wayOf(engine, { horizonS: 600 });

    expect(after.gain).toBeLessThan(before.gain);
    expect(after.path).not.toEqual(before.path);
  });

  it("leaves what another vehicle is flying, and segments that somebody is on", () => {
    const engine = engineOf({ segments: [{ id: "s-1", name: "AA", ring: squareAt(0, 0, 500) }] });
    const alone = wayOf(engine, { horizonS: 300 });

    const beside = wayOf(engine, {
      horizonS: 300,
      takenWays: [{ jobId: "a-2", path: alone.path, swathM: 50, detection: 0.9 }],
    });
    const outside = wayOf(engine, { horizonS: 600, without: ["s-1"] });

    expect(beside.gain).toBeLessThan(alone.gain);
    const ring = squareAt(0, 0, 400).map((place) => frame.toNorthEast(place));
    const inside = outside.path.filter((place) => isInRing(frame.toNorthEast(place), ring)).length;
    expect(inside / outside.path.length).toBeLessThan(0.3);
  });

  it("offers who is on a way another one only where that adds clearly more than the rest of it", () => {
    const engine = engineOf();
    const rich = wayOf(engine, { horizonS: 600 });
    const poor = [ippPlace, placeAt(1_400, 1_400)];
    const onWay = (path: readonly LatLon[]) => ({
      flyers: [flyer({ now: { jobId: "a-1", path } })],
      takenWays: [{ jobId: "a-1", path, swathM: 50, detection: 0.7 }],
      horizonS: 600,
    });

    const { ways: none } = next(engine, onWay(rich.path));
    const better = wayOf(engine, onWay(poor));

    expect(none).toEqual([]);
    expect(better.insteadOf?.jobId).toBe("a-1");
    expect(better.gain).toBeGreaterThan(1.25 * (better.insteadOf?.gain ?? 1));
  });

  it("keeps to the fences of its vehicle, the way home too", () => {
    const fences: readonly Fence[] = [
      { id: "in", shape: "circle", inclusion: true, centre: ippPlace, radiusM: 600 },
      { id: "out", shape: "polygon", inclusion: false, points: squareAt(150, 0, 120) },
    ];
    const area = new FenceArea(fences, "ardupilot");

    const way = wayOf(engineOf(), { flyers: [flyer({ fences })] });

    expect(way.path.length).toBeGreaterThan(5);
    for (const [i, at] of way.path.entries()) expect(area.along(way.path[i - 1] ?? at, at), `leg ${i}`).toBe("inside");
    expect(area.along(way.path.at(-1) ?? ippPlace, ippPlace)).toBe("inside");
  });

  it("promises nothing of ground under leaves to what flies", () => {
    const all = { id: "s-1", name: "AA", ring: squareAt(0, 0, 3_200) };

    expect(next(engineOf({ segments: [{ ...all, cover: "wood" }] }), {}).ways).toEqual([]);
    expect(next(engineOf({ segments: [{ ...all, cover: "open" }] }), {}).ways).toHaveLength(1);
  });

  it("keeps a robot out of water, and asks for a map before it sends one", () => {
    const pond = squareAt(60, 0, 60);
    const features: readonly BaseMapFeature[] = [
      {
        kind: "water",
        geometry: { type: "Polygon", coordinates: [pond.map(({ latDeg, lonDeg }) => [lonDeg, latDeg] as const)] },
      },
    ];
    const robot = flyer({ id: "vehicle/3", flies: false, speedMps: 1, swathM: 20, enduranceS: 4_000 });
    const mapped = new WorkerGround(features);

    expect(next(engineOf(), { flyers: [robot] }).ways).toEqual([]);
    const way = wayOf(engineOf({}, mapped), { flyers: [robot], horizonS: 1_800 }, mapped);

    const ring = pond.map((place) => frame.toNorthEast(place));
    expect(way.path.length).toBeGreaterThan(5);
    for (const [i, to] of way.path.entries()) {
      const from = way.path[i - 1] ?? to;
      for (const share of [0, 0.25, 0.5, 0.75, 1]) {
        const between = {
          latDeg: from.latDeg + share * (to.latDeg - from.latDeg),
          lonDeg: from.lonDeg + share * (to.lonDeg - from.lonDeg),
        };
        expect(isInRing(frame.toNorthEast(between), ring), `leg ${i}`).toBe(false);
      }
    }
  });

  it("counts after what teams are about to search", () => {
    const engine = engineOf({ segments: [{ id: "s-1", name: "AA", ring: squareAt(0, 0, 600) }] });
    const team = {
      ...{ id: "team/1", place: ippPlace, abreast: 10, sweepWidthM: 60, searchSpeedMps: 1, travelSpeedMps: 1 },
      ...{ detour: 1, enduranceS: 36_000, reserveS: 0 },
    };

    const [alone, beside] = [wayOf(engine, {}), wayOf(engine, { searchers: [team] })];

    expect(beside.gain).toBeLessThan(0.8 * alone.gain);
  });
});
