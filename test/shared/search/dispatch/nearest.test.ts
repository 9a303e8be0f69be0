import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BaseMapFeature } from "../../../../shared/geo/base-map.ts";
import { LocalFrame } from "../../../../shared/geo/local-frame.ts";
import type { Terrain } from "../../../../shared/geo/terrain.ts";
import type { Candidate } from "../../../../shared/search/dispatch/candidate.ts";
import { type NearestOptions, nearest } from "../../../../shared/search/dispatch/nearest.ts";
import { prepareGround } from "../../../../shared/search/dispatch/travel-ground.ts";
import { streamOnFootS, travelSpeeds, walkingMps } from "../../../../shared/search/dispatch/travel-speeds.ts";

const centre = { latDeg: 30.87, lonDeg: 120.433 };
const frame = new LocalFrame(centre);
const at = (northM: number, eastM: number) => frame.toLatLon(northM, eastM);
const nowUtcMs = Date.UTC(2026, 10, 3, 14, 20);
const grid = { centre, cellM: 25, columns: 160, rows: 160 };

const walker = (id: string, northM: number, eastM: number, more: Partial<Candidate> = {}): Candidate => ({
  id,
  place: at(northM, eastM),
  positionUtcMs: nowUtcMs - 10_000,
  readiness: "ready",
  skills: [],
  means: [{ mode: "foot" }],
  ...more,
});
const driver = (id: string, northM: number, eastM: number) =>
  walker(id, northM, eastM, { means: [{ mode: "wheels" }] });

const line = (kind: "road" | "track" | "stream", corners: readonly (readonly [number, number])[]): BaseMapFeature => ({
  kind,
  geometry: { type: "LineString", coordinates: corners.map(lonLat) },
});
const area = (kind: "water", corners: readonly (readonly [number, number])[]): BaseMapFeature => ({
  kind,
  geometry: { type: "Polygon", coordinates: [[...corners, ...corners.slice(0, 1)].map(lonLat)] },
});
const lonLat = ([northM, eastM]: readonly [number, number]): readonly [number, number] => {
  const { latDeg, lonDeg } = at(northM, eastM);
  return [lonDeg, latDeg];
};

/** A canal 12 m wide, half a cell, from the western edge to the eastern one, north of the middle. */
const canal = area("water", [
  [306, -2_100],
  [318, -2_100],
  [318, 2_100],
  [306, 2_100],
]);
const bridge = line("road", [
  [-1_500, 1_000],
  [1_500, 1_000],
]);

const ask = (candidates: readonly Candidate[], target = at(0, 0), options: Partial<NearestOptions> = {}) =>
  nearest(candidates, target, { nowUtcMs, ...options });
const only = (candidate: Candidate, target = at(0, 0), options: Partial<NearestOptions> = {}) => {
  const [arrival] = ask([candidate], target, options).ranked;
  if (!arrival) throw new Error(`${candidate.id} doesn't arrive.`);
  return arrival;
};

describe("walking speed by Tobler", () => {
  it("is 6 km/h down a slope of 5 %, 5.04 on the level, and slower the steeper it is", () => {
    expect(walkingMps(-0.05) * 3.6).toBeCloseTo(6, 9);
    expect(walkingMps(0) * 3.6).toBeCloseTo(6 * Math.exp(-0.175), 9);
    expect(walkingMps(0.3)).toBeLessThan(walkingMps(0.1));
    expect(walkingMps(-0.4)).toBeLessThan(walkingMps(-0.2));
  });
});

describe("who can be there first, without a map", () => {
  it("is told by the straight line times a factor, and said to be an estimate", () => {
    const { ranked } = ask([walker("far", 900, 0), walker("near", 0, 300)]);

    expect(ranked.map(({ id }) => id)).toEqual(["near", "far"]);
    expect(ranked[0]).toMatchObject({ mode: "foot", estimate: true, positionAgeMs: 10_000 });
    expect(ranked[0]?.metres).toBeCloseTo(420, 0);
    expect(ranked[0]?.seconds).toBeCloseTo(420 / travelSpeeds.foot, 0);
  });

  it("counts the soonest of several ways to travel", () => {
    const team = walker("team", 2_000, 0, { means: [{ mode: "foot" }, { mode: "wheels", speedMps: 10 }] });

    expect(only(team)).toMatchObject({ mode: "wheels" });
  });

  it("flies a drone straight, by its own speed and no other", () => {
    const drone = walker("drone", 1_500, 0, { means: [{ mode: "wing", speedMps: 15 }] });
    const unknown = walker("unknown", 1_500, 0, { means: [{ mode: "wing" }] });

    expect(only(drone).seconds).toBeCloseTo(100, 1);
    expect(only(drone).estimate).toBe(false);
    expect(ask([unknown]).leftOut).toEqual([{ id: "unknown", why: "no-speed" }]);
  });

  it("leaves out a drone that couldn't come back", () => {
    const drone = (enduranceS: number, home?: { latDeg: number; lonDeg: number }) =>
      walker("drone", 1_500, 0, {
        means: [{ mode: "wing", speedMps: 15 }],
        enduranceS,
        ...(home ? { home } : {}),
      });

    expect(ask([drone(205)]).ranked).toHaveLength(1);
    expect(ask([drone(195)]).leftOut).toEqual([{ id: "drone", why: "endurance" }]);
    expect(ask([drone(205)], at(0, 0), { onSceneS: 60 }).leftOut).toEqual([{ id: "drone", why: "endurance" }]);
    expect(ask([drone(130, at(0, 300))]).ranked).toHaveLength(1);
  });

  it("lists a team without position for an hour apart, with its age", () => {
    const silent = walker("silent", 10, 0, { positionUtcMs: nowUtcMs - 3_600_000 });
    const late = walker("late", 500, 0, { positionUtcMs: nowUtcMs - 3_599_000 });

    const { ranked, leftOut } = ask([silent, late]);

    expect(ranked.map(({ id }) => id)).toEqual(["late"]);
    expect(ranked[0]?.positionAgeMs).toBe(3_599_000);
    expect(leftOut).toEqual([{ id: "silent", why: "old-position", positionAgeMs: 3_600_000 }]);
  });

  it("takes a position from a clock that is ahead as new", () => {
    expect(only(walker("ahead", 10, 0, { positionUtcMs: nowUtcMs + 86_400_000 })).positionAgeMs).toBe(0);
  });

  it("says why everybody else is left out", () => {
    const { placeless, ...others } = {
      placeless: walker("placeless", 0, 0),
      busy: walker("busy", 1, 0, { readiness: "busy" }),
      resting: walker("resting", 1, 0, { readiness: "resting" }),
      off: walker("off", 1, 0, { readiness: "off" }),
      unskilled: walker("unskilled", 1, 0, { skills: ["rope"] }),
      skilled: walker("skilled", 900, 0, { skills: ["rope", "medic"] }),
    };
    const { place: _, ...nowhere } = { ...placeless, skills: ["medic"] };

    const { ranked, leftOut } = ask([nowhere, ...Object.values(others)], at(0, 0), { skills: ["medic"] });

    expect(ranked.map(({ id }) => id)).toEqual(["skilled"]);
    expect(leftOut.map(({ id, why }) => [id, why])).toEqual([
      ["placeless", "no-position"],
      ["busy", "busy"],
      ["resting", "resting"],
      ["off", "off"],
      ["unskilled", "lacks-skill"],
    ]);
    expect(leftOut.at(-1)?.lacks).toEqual(["medic"]);
  });

  it("ranks teams by whoever of them is there first", () => {
    const people = [
      walker("a1", 100, 0, { teamId: "a" }),
      walker("a2", 200, 0, { teamId: "a" }),
      walker("b1", 300, 0, { teamId: "b" }),
      walker("alone", 400, 0),
    ];

    const { ranked, later } = ask(people, at(0, 0), { per: "team", limit: 2 });

    expect(ranked.map(({ id }) => id)).toEqual(["a1", "b1"]);
    expect(later).toBe(2);
  });
});

describe("who can be there first, over a map", () => {
  const open = prepareGround(grid, []);
  const withCanal = prepareGround(grid, [canal]);
  const withBridge = prepareGround(grid, [canal, bridge]);

  it("walks over open ground at 0.6 of a path's speed", () => {
    const arrival = only(walker("w", 600, 0), at(0, 0), { ground: open });

    expect(arrival.estimate).toBe(false);
    expect(arrival.seconds / (600 / (travelSpeeds.foot * 0.6))).toBeGreaterThan(0.99);
    expect(arrival.seconds / (600 / (travelSpeeds.foot * 0.6))).toBeLessThan(1.1);
  });

  it("can't walk through a canal half a cell wide", () => {
    const { leftOut } = ask([walker("across", 340, 0)], at(290, 0), { ground: withCanal });

    expect(leftOut).toEqual([{ id: "across", why: "no-way" }]);
  });

  it("goes round by the bridge", () => {
    const across = walker("across", 340, 0);
    const same = walker("same", -600, 0);

    const { ranked } = ask([across, same], at(290, 0), { ground: withBridge });

    expect(ranked.map(({ id }) => id)).toEqual(["same", "across"]);
    expect(ranked[1]?.metres).toBeGreaterThan(1_990);
    expect(ranked[1]?.metres).toBeLessThan(2_300);
  });

  it("keeps bank roads on either side of a canal apart, though they share cells", () => {
    const banks = prepareGround(grid, [
      canal,
      line("road", [
        [303, -2_000],
        [303, 2_000],
      ]),
      line("road", [
        [321, -2_000],
        [321, 2_000],
      ]),
    ]);

    expect(ask([driver("north", 321, 500), walker("w", 322, 0)], at(300, 0), { ground: banks }).ranked).toEqual([]);
  });

  it("walks slower uphill than down", () => {
    const hill: Terrain = { cellM: 30, heightMslM: (latDeg) => (latDeg - centre.latDeg) * 111_000 * 0.2 };
    const ground = prepareGround(grid, [], hill);

    const up = only(walker("up", -500, 0), at(0, 0), { ground });
    const down = only(walker("down", 500, 0), at(0, 0), { ground });

    expect(up.seconds / down.seconds).toBeCloseTo(walkingMps(-0.2) / walkingMps(0.2), 1);
  });

  it("drives on roads and walks the rest", () => {
    const ground = prepareGround(grid, [bridge]);
    const near = driver("near", 1_200, 1_000);

    const { seconds, mode } = only(near, at(0, 700), { ground });

    expect(mode).toBe("wheels");
    const walkS = 300 / (travelSpeeds.foot * 0.6);
    expect(seconds).toBeGreaterThan(walkS + 1_200 / travelSpeeds.wheels - 30);
    expect(seconds).toBeLessThan(walkS * 1.1 + 1_200 / travelSpeeds.wheels + 30);
  });

  it("knows no way for a car far from any road, but for a bicycle", () => {
    const ground = prepareGround(grid, [bridge]);

    expect(ask([driver("stuck", 0, -1_000)], at(0, 0), { ground }).leftOut).toEqual([{ id: "stuck", why: "no-way" }]);
    expect(only(walker("bike", 0, -1_000, { means: [{ mode: "bike" }] }), at(0, 0), { ground }).seconds).toBeLessThan(
      only(walker("walk", 0, -1_000), at(0, 0), { ground }).seconds,
    );
  });

  it("keeps the length of a road that runs askew to the cells", () => {
    const ground = prepareGround(grid, [
      line("road", [
        [-1_500, -1_200],
        [1_500, 1_300],
      ]),
    ]);
    const lengthM = Math.hypot(2_400, 2_000);

    const arrival = only(driver("car", -1_200, -950), at(1_200, 1_050), { ground });

    expect(arrival.metres / lengthM).toBeGreaterThan(0.98);
    expect(arrival.metres / lengthM).toBeLessThan(1.05);
  });

  it("wades through a ditch at a cost, and drives over it only by a bridge", () => {
    const ditch = line("stream", [
      [300, -2_100],
      [300, 2_100],
    ]);
    const without = only(walker("w", 500, 0), at(0, 0), { ground: open });
    const wading = only(walker("w", 500, 0), at(0, 0), { ground: prepareGround(grid, [ditch]) });

    expect(wading.seconds - without.seconds).toBeCloseTo(streamOnFootS, 3);
    expect(
      only(driver("car", 500, 1_000), at(0, 1_000), { ground: prepareGround(grid, [ditch, bridge]) }).seconds,
    ).toBeLessThan(80);
  });

  it("comes to the bank on foot, and all the way by boat, where the target lies in water", () => {
    const lake = area("water", [
      [-300, -300],
      [-300, 300],
      [300, 300],
      [300, -300],
    ]);
    const ground = prepareGround(grid, [lake]);
    const boat = walker("boat", 250, 0, { means: [{ mode: "boat" }] });

    const { ranked, leftOut } = ask([boat, walker("w", 500, 0)], at(0, 0), { ground });
    const nearBank = ask([boat, walker("w", 500, 0)], at(290, 0), { ground });

    expect(ranked).toMatchObject([{ id: "boat", toBank: false }]);
    expect(leftOut).toEqual([{ id: "w", why: "no-way" }]);
    expect(nearBank.ranked.find(({ id }) => id === "w")).toMatchObject({ toBank: true });
    expect(ask([boat], at(-400, 0), { ground }).ranked).toHaveLength(1);
  });

  it("boats through a lake that is drawn in two parts, and walks through neither", () => {
    const half = (from: number, to: number) =>
      area("water", [
        [-300, from],
        [300, from],
        [300, to],
        [-300, to],
      ]);
    const ground = prepareGround(grid, [half(-400, 0), half(0, 400)]);
    const boat = walker("boat", 0, -300, { means: [{ mode: "boat" }] });

    const { ranked, leftOut } = ask([boat, walker("w", 0, -300)], at(0, 300), { ground });

    expect(ranked).toMatchObject([{ id: "boat", toBank: false }]);
    expect(ranked[0]?.metres).toBeCloseTo(600, -2);
    expect(leftOut).toEqual([{ id: "w", why: "no-way" }]);
  });

  it("takes an estimate for who is outside of the map", () => {
    const { ranked } = ask([walker("outside", 5_000, 0), walker("inside", 1_000, 0)], at(0, 0), { ground: open });

    expect(ranked.map(({ id, estimate }) => [id, estimate])).toEqual([
      ["inside", false],
      ["outside", true],
    ]);
  });

  it("ranks the first ten the same whether ten or all are asked for", () => {
    const place = fc.tuple(fc.integer({ min: -1_900, max: 1_900 }), fc.integer({ min: -1_900, max: 1_900 }));
    const speeds = fc.constantFrom(undefined, 0.8, 1.4, 6, 15);
    const modes = fc.constantFrom("foot" as const, "wheels" as const, "bike" as const, "wing" as const);
    const someone = fc.tuple(place, modes, speeds);
    fc.assert(
      fc.property(fc.array(someone, { minLength: 1, maxLength: 40 }), place, (people, [northM, eastM]) => {
        const candidates = people.map(([[n, e], mode, speedMps], i) =>
          walker(`${i}`, n, e, { means: [{ mode, ...(speedMps === undefined ? {} : { speedMps }) }] }),
        );
        const all = ask(candidates, at(northM, eastM), { ground: withBridge, limit: 1_000 });
        const ten = ask(candidates, at(northM, eastM), { ground: withBridge, limit: 10 });

        expect(ten.ranked.map(({ seconds }) => seconds)).toEqual(all.ranked.slice(0, 10).map(({ seconds }) => seconds));
        expect(ten.ranked.length + ten.later + ten.leftOut.length).toBe(candidates.length);
      }),
      { numRuns: 40 },
    );
  });
});
