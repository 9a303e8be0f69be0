import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { translator } from "../../../renderer/i18n/translate.ts";
import { type Fix, reckon, SmoothMotion } from "../../../renderer/map/marks/dead-reckoning.ts";
import { declutter } from "../../../renderer/map/marks/declutter.ts";
import { heatGroups, heatRank, locatedHeat } from "../../../renderer/map/marks/heat-groups.ts";
import { levelPath } from "../../../renderer/map/marks/level-path.ts";
import { trailPieces, trailStep, trailSteps } from "../../../renderer/map/marks/trail-pieces.ts";
import { fadeOf, fixOf, shownPresence } from "../../../renderer/map/marks/vehicle-fix.ts";
import { markSvg } from "../../../renderer/map/marks/vehicle-mark.ts";
import { ageText, altitudeText, vehicleLabel } from "../../../renderer/map/marks/vehicle-text.ts";
import { northEastM } from "../../../shared/geo/local-frame.ts";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import { asRad } from "../../../shared/units/angle.ts";
import type { VehicleView } from "../../../shared/wire/state.ts";
import { buildHeatSource } from "../../support/heat-source.ts";

const start = { latDeg: 30.87, lonDeg: 120.433 };
const fix = (change: Partial<Fix> = {}): Fix => ({ ...start, atMs: 1_000, northMps: 10, eastMps: 0, ...change });
const north = (place: { latDeg: number; lonDeg: number } | undefined) => northEastM(start, place ?? start).northM;

const vehicle = (change: Partial<VehicleView> = {}): VehicleView => ({
  id: "1",
  systemId: 1,
  kind: "multirotor",
  autopilot: "ardupilot",
  mavType: 2,
  presence: { state: "heard", sinceMs: 0, lastHeardMs: 1_000 },
  armed: true,
  systemStatus: "active",
  name: "D1",
  colourIndex: 0,
  cameras: [],
  statusTexts: [],
  links: [],
  ...change,
});

describe("dead reckoning", () => {
  it("carries a position along its velocity, and stands still after one second", () => {
    expect(north(reckon(fix(), 1_000))).toBe(0);
    expect(north(reckon(fix(), 1_500))).toBeCloseTo(5, 3);
    expect(north(reckon(fix(), 2_000))).toBeCloseTo(10, 3);
    expect(north(reckon(fix(), 60_000))).toBeCloseTo(10, 3);
  });

  it("never goes back in time", () => {
    expect(reckon(fix(), 500)).toMatchObject(start);
  });

  it("blends the error of a new fix away instead of jumping", () => {
    const motion = new SmoothMotion();
    motion.take(fix(), 1_000, 0);
    motion.take(fix({ atMs: 1_500, northMps: 0 }), 1_500, 500);

    expect(north(motion.at(1_500, 500))).toBeCloseTo(5, 2);
    expect(north(motion.at(1_600, 600))).toBeLessThan(3);
    expect(north(motion.at(3_000, 2_000))).toBeCloseTo(0, 2);
  });

  it("shows a jump at once where it is no error but another place", () => {
    const motion = new SmoothMotion();
    motion.take(fix({ northMps: 0 }), 1_000, 0);
    motion.take(fix({ latDeg: 30.88, northMps: 0 }), 1_100, 100);

    expect(motion.at(1_100, 100)?.latDeg).toBe(30.88);
  });

  it("asks for another frame only while it would draw elsewhere", () => {
    const motion = new SmoothMotion();
    expect(motion.moves(0, 0)).toBe(false);
    motion.take(fix(), 1_000, 0);

    expect(motion.moves(1_500, 500)).toBe(true);
    expect(motion.moves(2_500, 1_500)).toBe(false);

    motion.take(fix({ atMs: 2_500, northMps: 0 }), 2_500, 1_500);
    expect(motion.moves(2_550, 1_550)).toBe(true);
    expect(motion.moves(4_000, 3_500)).toBe(false);
  });

  it("settles on the last position that was reported", () => {
    const motion = new SmoothMotion();
    motion.take(fix(), 1_000, 0);

    expect(motion.settle()).toMatchObject(start);
    expect(new SmoothMotion().settle()).toBeUndefined();
    expect(new SmoothMotion().at(0, 0)).toBeUndefined();
  });
});

describe("what a mark's motion goes by", () => {
  const position = { ...start, atMs: 5_000 };

  it("is nothing before there is a position", () => {
    expect(fixOf(vehicle())).toBeUndefined();
  });

  it("leaves out a velocity of another time, and that of a vehicle whose clock stands still", () => {
    const moving = { position, velocity: { atMs: 5_100, northMps: 3, eastMps: 4 } };

    expect(fixOf(vehicle(moving))).toMatchObject({ northMps: 3, eastMps: 4 });
    expect(fixOf(vehicle({ ...moving, velocity: { ...moving.velocity, atMs: 2_000 } }))).toMatchObject({ northMps: 0 });
    expect(fixOf(vehicle({ ...moving, frozen: true }))).toMatchObject({ northMps: 0, eastMps: 0 });
  });

  it("greys a silent vehicle with its age and no other", () => {
    const silent = (state: "stale" | "lost" | "heard") =>
      vehicle({ presence: { state, sinceMs: 0, lastHeardMs: 10_000 } });

    expect(fadeOf(silent("heard"), 60_000)).toBe(0);
    expect(fadeOf(silent("stale"), 12_000)).toBe(0.35);
    expect(fadeOf(silent("lost"), 31_000)).toBeCloseTo(0.7, 6);
    expect(fadeOf(silent("lost"), 999_000)).toBe(1);
  });

  it("shows a vehicle whose own clock stands still as not live, and a lost one as lost", () => {
    expect(shownPresence(vehicle({ frozen: true }))).toBe("stale");
    expect(fadeOf(vehicle({ frozen: true }), 1_100)).toBe(0.35);
    expect(shownPresence(vehicle({ frozen: true, presence: { state: "lost", sinceMs: 0, lastHeardMs: 0 } }))).toBe(
      "lost",
    );
    expect(shownPresence(vehicle())).toBe("heard");
  });
});

describe("a vehicle's text", () => {
  const t = translator("en");
  const at = (heights: object, kind: VehicleView["kind"] = "multirotor") =>
    altitudeText(vehicle({ kind, position: { ...start, atMs: 0, ...heights } }), "metric", t);

  it("never gives a height without its reference, and none to what drives", () => {
    expect(at({ altHomeM: 42.4, altMslM: 46 })).toBe("42 m HOME");
    expect(at({ altTerrainM: 40, altMslM: 46 })).toBe("46 m MSL");
    expect(at({ altTerrainM: 40 })).toBeUndefined();
    expect(at({ altMslM: -0.2 })).toBe("0 m MSL");
    expect(at({})).toBeUndefined();
    expect(at({ altHomeM: 42 }, "ground-robot")).toBeUndefined();
    expect(altitudeText(vehicle(), "metric", t)).toBeUndefined();
  });

  it("can count in feet", () => {
    expect(altitudeText(vehicle({ position: { ...start, atMs: 0, altHomeM: 30.48 } }), "imperial", t)).toBe(
      "100 ft HOME",
    );
  });

  it("rounds ages down", () => {
    expect(ageText(-5, t)).toBe("0 s");
    expect(ageText(59_999, t)).toBe("59 s");
    expect(ageText(60_000, t)).toBe("1 min");
    expect(ageText(3_900_000, t)).toBe("1 h 5 min");
  });

  it("tells a screen reader the kind, the name and that it is lost", () => {
    const lost = vehicle({ presence: { state: "lost", sinceMs: 0, lastHeardMs: 0 } });

    expect(vehicleLabel(lost, "12 s", "42 m HOME", t)).toBe("Drone D1, 42 m HOME, Lost for 12 s");
    expect(vehicleLabel(lost, "12 秒", undefined, translator("zh-CN"))).toContain("失联 12 秒");
  });

  it("draws every kind with both outlines and a beak", () => {
    for (const kind of ["multirotor", "fixed-wing", "vtol", "helicopter", "ground-robot", "boat", "other"] as const) {
      const svg = markSvg(kind, "#56b4e9");
      expect(svg).toContain("mark-halo");
      expect(svg).toContain("mark-edge");
      expect(svg.match(/mark-beak/g)).toHaveLength(3);
      expect(svg).not.toContain("NaN");
    }
  });
});

describe("decluttering", () => {
  const spot = (id: string, xPx: number, yPx: number, rank = 0) => ({ id, xPx, yPx, rank });

  it("gives the place to the higher rank and gathers the rest behind it", () => {
    const groups = declutter([spot("a", 0, 0), spot("b", 10, 0, 5), spot("c", 100, 0)], 30);

    expect(groups.map(({ leader, members }) => [leader.id, members.length])).toEqual([
      ["b", 2],
      ["c", 1],
    ]);
  });

  it("keeps everyone exactly once, leaders apart, and does not depend on the order", () => {
    const spots = fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 4 }),
        xPx: fc.double({ min: -300, max: 300, noNaN: true }),
        yPx: fc.double({ min: -300, max: 300, noNaN: true }),
        rank: fc.integer({ min: 0, max: 3 }),
      }),
      { selector: ({ id }) => id, maxLength: 60 },
    );
    fc.assert(
      fc.property(spots, (all) => {
        const groups = declutter(all, 40);
        const ids = groups.flatMap(({ members }) => members.map(({ id }) => id)).sort();

        expect(ids).toEqual(all.map(({ id }) => id).sort());
        for (const a of groups) {
          for (const b of groups) {
            if (a === b) continue;
            const apartPx = Math.hypot(a.leader.xPx - b.leader.xPx, a.leader.yPx - b.leader.yPx);
            expect(apartPx).toBeGreaterThanOrEqual(40);
          }
        }
        expect(declutter([...all].reverse(), 40)).toEqual(groups);
      }),
      { numRuns: 60 },
    );
  });
});

describe("heat sources on the map", () => {
  const source = (id: string, number: number, state: "new" | "confirmed" | "dismissed", located = true): HeatSource =>
    buildHeatSource({
      id,
      number,
      location: located
        ? {
            located: true,
            position: { latDeg: 30.87, lonDeg: 120.433 + number * 1e-6 },
            covariance: { nn: 1, ne: 0, ee: 1 },
            ellipse95: { semiMajorM: 5, semiMinorM: 3, azimuthRad: asRad(0) },
          }
        : { located: false, reason: "no-pose" },
      decision: state === "new" ? { state } : { state, by: "x", atMs: 0, utcMs: 0 },
    });
  const byId = {
    a: source("a", 1, "new"),
    b: source("b", 2, "confirmed"),
    c: source("c", 3, "dismissed"),
    d: source("d", 4, "new", false),
  };

  it("leave out what has no place, and dismissed ones where they are not asked for", () => {
    expect(locatedHeat(byId, { dismissed: true }).map(({ source: { id } }) => id)).toEqual(["a", "b", "c"]);
    expect(locatedHeat(byId, { dismissed: false }).map(({ source: { id } }) => id)).toEqual(["a", "b"]);
  });

  it("keep the confirmed one in front, and the selected one before all", () => {
    const located = locatedHeat(byId, { dismissed: true });
    const leader = (selectedId: string | undefined) =>
      heatGroups(located, selectedId, ({ lonDeg }) => ({ x: lonDeg, y: 0 }), 30).map((g) => g.leader.source.id);

    expect(leader(undefined)).toEqual(["b"]);
    expect(leader("c")).toEqual(["c"]);
    expect(heatRank(byId.a, undefined)).toBeLessThan(heatRank(byId.b, undefined));
    expect(heatRank({ ...byId.a, personProbability: 0.9 }, undefined)).toBeLessThan(heatRank(byId.b, undefined));
    expect(heatRank({ ...byId.a, personProbability: 0.9 }, undefined)).toBeGreaterThan(heatRank(byId.a, undefined));
    expect(heatRank(source("e", 2_000_000, "new"), undefined)).toBeGreaterThan(heatRank(byId.c, undefined));
  });
});

describe("a trail", () => {
  const toX = (lonDeg: number) => lonDeg;
  const toY = (latDeg: number) => latDeg;

  it("fades over five minutes and then ends", () => {
    expect(trailStep(1_000, 1_000)).toBe(trailSteps - 1);
    expect(trailStep(0, 299_000)).toBe(0);
    expect(trailStep(0, 301_000)).toBeUndefined();
  });

  it("is cut into pieces that share their ends", () => {
    const trail = Array.from({ length: 120 }, (_, i) => [0, i * 2, i * 2_000]).flat();

    const pieces = trailPieces(trail, 240_000, toX, toY);

    expect(pieces.length).toBeGreaterThan(4);
    pieces.slice(1).forEach((piece, i) => {
      expect(piece.points.slice(0, 2)).toEqual(pieces[i]?.points.slice(-2));
    });
  });

  it("is not drawn across a gap in which nobody saw the vehicle", () => {
    const pieces = trailPieces([0, 0, 0, 0, 10, 1_000, 0, 500, 60_000, 0, 510, 61_000], 61_000, toX, toY);

    expect(pieces.map(({ points }) => points)).toEqual([
      [0, 0, 10, 0],
      [500, 0, 510, 0],
    ]);
  });

  it("skips points that fall on the same pixel but keeps the newest", () => {
    const pieces = trailPieces([0, 0, 0, 0, 0.2, 1_000, 0, 0.4, 2_000, 0, 0.6, 3_000], 3_000, toX, toY);

    expect(pieces.map(({ points }) => points)).toEqual([[0, 0, 0.6, 0]]);
  });
});

describe("a heat mark's level", () => {
  it("rises like water in a glass: nothing, half, full", () => {
    expect(levelPath(0, 10)).toBe("");
    expect(levelPath(0.5, 10)).toBe("M-10.00 0.00A10 10 0 0 0 10.00 0.00Z");
    expect(levelPath(0.75, 10)).toMatch(/^M-8\.66 -5\.00A10 10 0 1 0 8\.66 -5\.00Z$/);
    expect(levelPath(1, 10)).not.toContain("NaN");
    expect(levelPath(7, 10)).toBe(levelPath(1, 10));
  });
});
