import { describe, expect, it } from "vitest";
import { aboardOf } from "../../../../renderer/panels/plan/aboard.ts";
import {
  controlledAboveM,
  heightPath,
  heightTicks,
  profileScale,
  profileTroubles,
  sampleAtX,
} from "../../../../renderer/panels/plan/profile-geometry.ts";
import type { ProfileSample, TerrainProfile } from "../../../../shared/plan/terrain-profile.ts";

const box = { widthPx: 200, heightPx: 100 };
const sample = (atDistanceM: number, groundMslM: number | undefined, pathMslM: number | undefined): ProfileSample => ({
  latDeg: 0,
  lonDeg: 0,
  atDistanceM,
  grounded: groundMslM !== undefined && groundMslM === pathMslM,
  ...(groundMslM === undefined ? {} : { groundMslM }),
  ...(pathMslM === undefined ? {} : { pathMslM }),
  ...(groundMslM === undefined || pathMslM === undefined ? {} : { clearanceM: pathMslM - groundMslM }),
});
const profile = (...samples: ProfileSample[]): TerrainProfile => ({
  samples,
  lengthM: samples.at(-1)?.atDistanceM ?? 0,
  unknownFraction: 0,
});
const usual = profile(sample(0, 5, 5), sample(100, 10, 65), sample(500, 40, 100), sample(1000, 5, 65));

describe("the profile's picture", () => {
  it("holds all of the ground, the path and the 120 m line", () => {
    const scale = profileScale(usual, box);

    expect(scale?.xPx(1000)).toBe(200);
    for (const { groundMslM = 0, pathMslM = 0 } of usual.samples)
      for (const m of [groundMslM, pathMslM, groundMslM + controlledAboveM]) {
        expect(scale?.yPx(m)).toBeGreaterThanOrEqual(0);
        expect(scale?.yPx(m)).toBeLessThanOrEqual(100);
      }
  });

  it("is none where nothing is known, or nobody goes anywhere", () => {
    expect(
      profileScale(profile(sample(0, undefined, undefined), sample(9, undefined, undefined)), box),
    ).toBeUndefined();
    expect(profileScale(profile(sample(0, 5, 5)), box)).toBeUndefined();
  });

  it("breaks the line where the ground isn't known", () => {
    const gap = profile(sample(0, 5, 60), sample(400, undefined, 60), sample(1000, 5, 60));
    const scale = profileScale(gap, box);
    if (scale === undefined) throw new Error("No scale.");

    const ground = heightPath(gap, scale, box, ({ groundMslM }) => groundMslM, { closed: true });
    const way = heightPath(gap, scale, box, ({ pathMslM }) => pathMslM, { closed: false });

    expect(ground.match(/M/g)).toHaveLength(2);
    expect(way.match(/M/g)).toHaveLength(1);
    expect(way).not.toContain("NaN");
  });

  it("stays small however many samples there are, and keeps the peaks", () => {
    const many = profile(...Array.from({ length: 4000 }, (_, i) => sample(i, i === 2001 ? 300 : 5, 400)));
    const scale = profileScale(many, box);
    if (scale === undefined) throw new Error("No scale.");

    const ground = heightPath(many, scale, box, ({ groundMslM }) => groundMslM, { closed: false });

    expect(ground.split("L").length).toBeLessThan(900);
    expect(ground).toContain(` ${scale.yPx(300).toFixed(1)}`);
  });

  it("tells the sample under the pointer, also beyond its edges", () => {
    const scale = profileScale(usual, box);
    if (scale === undefined) throw new Error("No scale.");

    expect([-50, 0, 19, 61, 99, 150, 199, 999].map((x) => sampleAtX(usual, scale, x, box))).toEqual([
      0, 0, 1, 2, 2, 3, 3, 3,
    ]);
  });

  it("has a few round heights beside it", () => {
    expect(heightTicks({ lowM: -3, highM: 168 })).toEqual([0, 50, 100, 150]);
    expect(heightTicks({ lowM: 0, highM: 20 })).toEqual([0, 5, 10, 15, 20]);
    expect(heightTicks({ lowM: -400, highM: 8848 }).length).toBeLessThan(7);
  });
});

describe("trouble along the way", () => {
  it("is marked once a stretch, at its worst", () => {
    const troubled = profile(
      sample(0, 0, 0),
      sample(100, 0, 60),
      sample(200, 50, 45),
      sample(300, 60, 40),
      sample(400, 60, 58),
      sample(500, 0, 121),
      sample(600, 0, 140),
      sample(700, 0, 60),
      sample(800, 55, 60),
      sample(1000, 0, 0),
    );

    expect(profileTroubles(troubled, 10)).toEqual([
      { index: 3, kind: "below" },
      { index: 6, kind: "high" },
      { index: 8, kind: "low" },
    ]);
  });

  it("is none on the ground at both ends, nor where the ground isn't known", () => {
    expect(profileTroubles(usual, 10)).toEqual([]);
    expect(profileTroubles(profile(sample(0, undefined, 5), sample(500, undefined, 5)), 10)).toEqual([]);
  });
});

describe("what is on board", () => {
  const onboard = { count: 12, planId: "p", planRevision: 3, atMs: 0 };

  it("is this plan only where plan and revision are the same and nothing was changed since", () => {
    expect(aboardOf("p", 3, true, onboard)).toBe("same");
    expect(aboardOf("p", 4, true, onboard)).toBe("older");
    expect(aboardOf("p", 3, false, onboard)).toBe("older");
    expect(aboardOf("q", 3, true, onboard)).toBe("other");
  });

  it("else says what is known of it, and a mixed mission before all", () => {
    expect(aboardOf("p", 3, true, undefined)).toBe("unknown");
    expect(aboardOf("p", 3, true, { count: 5, atMs: 0 })).toBe("foreign");
    expect(aboardOf("p", 3, true, { count: 0, atMs: 0 })).toBe("none");
    expect(aboardOf("p", 3, true, { ...onboard, mixed: true })).toBe("mixed");
  });
});
