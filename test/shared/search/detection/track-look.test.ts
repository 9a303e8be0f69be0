import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TrackLegs, trackLook } from "../../../../shared/search/detection/track-look.ts";
import { cellAt } from "../../../../shared/search/grid/search-grid.ts";
import type { ProbabilityMap } from "../../../../shared/search/probability/probability-map.ts";
import { evenMap, gridOf } from "../../../support/probability-maps.ts";

const grid = gridOf(200, 200, 2);
const widths = { unresponsiveM: 20, responsiveM: 60 };
const place = (northM: number, eastM: number) => ({ northM, eastM });

/** All coverage that was laid, as an area: the sum of -ln(missed) over the cells. */
const effortM2 = (missed: Float32Array): number => missed.reduce((sum, value) => sum - Math.log(value), 0) * 4;

describe("a team's track", () => {
  it("brings the effort Z = W L, for who answers and who doesn't", () => {
    const map = evenMap(grid);

    trackLook(map, { from: place(-80, -60), to: place(40, 70) }, widths);

    const lengthM = Math.hypot(120, 130);
    expect(effortM2(map.missed) / (20 * lengthM)).toBeCloseTo(1, 1);
    expect(effortM2(map.missedResponsive) / (60 * lengthM)).toBeCloseTo(1, 1);
    expect(map.successSoFarResponsive).toBeGreaterThan(map.successSoFar);
  });

  it("brings the same however it is cut into legs", () => {
    const corners = fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { maxLength: 8 });
    const whole = evenMap(grid);
    const [from, to] = [place(-100, -50), place(90, 30)];
    trackLook(whole, { from, to }, widths);
    fc.assert(
      fc.property(corners, (cuts) => {
        const map = evenMap(grid);
        const shares = [0, ...[...cuts].sort((a, b) => a - b), 1];
        for (let i = 1; i < shares.length; i += 1) {
          const at = (share: number) => place(-100 + 190 * share, -50 + 80 * share);
          trackLook(map, { from: at(shares[i - 1] ?? 0), to: at(shares[i] ?? 1) }, widths);
        }

        expect(map.successSoFar).toBeCloseTo(whole.successSoFar, 6);
      }),
      { numRuns: 20 },
    );
  });

  it("sees best in the middle of its strip, and nothing beyond half its width", () => {
    const map = evenMap(grid);

    trackLook(map, { from: place(0, -150), to: place(0, 150) }, widths);

    const podAt = (northM: number) => 1 - (map.missed[cellAt(grid, northM, 1)] ?? 1);
    // In the middle C = 4 / pi; on average over the strip C = 1, the .632 of the table.
    expect(podAt(1)).toBeCloseTo(1 - Math.exp(-4 / Math.PI), 2);
    expect(podAt(7)).toBeLessThan(podAt(1));
    expect(podAt(7)).toBeGreaterThan(0.4);
    expect(podAt(11)).toBe(0);
    expect(podAt(-11)).toBe(0);
  });

  it("grows with each time the same way is walked as random search does", () => {
    const map = evenMap(grid);
    const leg = { from: place(0, -150), to: place(0, 150) };
    const at = cellAt(grid, 1, 1);
    trackLook(map, leg, widths);
    const once = map.missed[at] ?? 0;

    trackLook(map, leg, widths);

    expect(map.missed[at]).toBeCloseTo(once * once, 5);
  });

  it("counts with a width narrower than the cells, too, and not at all with none", () => {
    const coarse = gridOf(40, 40, 25);
    const map = evenMap(coarse);

    const count = trackLook(map, { from: place(-300, 3), to: place(300, 3) }, { unresponsiveM: 10, responsiveM: 0 });

    expect(count).toBeGreaterThan(20);
    const laidM2 = map.missed.reduce((sum, value) => sum - Math.log(value), 0) * 625;
    expect(Math.abs(laidM2 / (10 * 600) - 1)).toBeLessThan(0.125);
    expect(map.successSoFarResponsive).toBe(0);
  });

  it("stays on the map when it leaves it", () => {
    const map: ProbabilityMap = evenMap(grid);

    trackLook(map, { from: place(0, 190), to: place(0, 900) }, widths);
    trackLook(map, { from: place(4000, 4000), to: place(5000, 4000) }, widths);

    expect(map.missed.some((value) => value < 1)).toBe(true);
    expect(map.missed.every((value) => value > 0 && value <= 1)).toBe(true);
  });
});

describe("legs of a track", () => {
  const minute = 60_000;
  const fix = (atMs: number, northM: number) => ({ northM, eastM: 0, utcMs: atMs });

  it("join fixes one after the other", () => {
    const legs = new TrackLegs();

    expect(legs.add(fix(0, 0))).toBeUndefined();
    expect(legs.add(fix(minute, 60))).toEqual({ from: fix(0, 0), to: fix(minute, 60) });
    expect(legs.add(fix(2 * minute, 120))).toEqual({ from: fix(minute, 60), to: fix(2 * minute, 120) });
  });

  it("don't join what lies hours apart: a team without position for an hour", () => {
    const legs = new TrackLegs();
    legs.add(fix(0, 0));

    expect(legs.add(fix(60 * minute, 800))).toBeUndefined();
    expect(legs.add(fix(61 * minute, 860))).toMatchObject({ from: { northM: 800 } });
  });

  it("join after a long stay where the team was heard of all the time", () => {
    const legs = new TrackLegs();
    for (let i = 0; i < 20; i += 1) legs.add(fix(i * minute, i % 2));

    expect(legs.add(fix(20 * minute, 50))).toEqual({ from: fix(0, 0), to: fix(20 * minute, 50) });
  });

  it("are none of a position that only trembles", () => {
    const legs = new TrackLegs();

    const trembling = Array.from({ length: 100 }, (_, i) => legs.add(fix(i * 1000, 2 * Math.sin(i))));

    expect(trembling.every((leg) => leg === undefined)).toBe(true);
  });

  it("are none of a fix that is no number, comes twice or before the last", () => {
    const legs = new TrackLegs();
    legs.add(fix(minute, 0));

    expect(legs.add(fix(2 * minute, Number.NaN))).toBeUndefined();
    expect(legs.add(fix(minute, 100))).toBeUndefined();
    expect(legs.add(fix(0, 100))).toBeUndefined();
    expect(legs.add(fix(2 * minute, 30))).toMatchObject({ from: { northM: 0 }, to: { northM: 30 } });
  });
});
