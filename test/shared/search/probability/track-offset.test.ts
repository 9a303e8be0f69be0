import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BaseMapFeature } from "../../../../shared/geo/base-map.ts";
import { cellAt, cellMiddle, gridFrame } from "../../../../shared/search/grid/search-grid.ts";
import { behaviourOf } from "../../../../shared/search/lost-person/distances.ts";
import { shippedLostPersonTable } from "../../../../shared/search/lost-person/shipped-table.ts";
import type { Prior } from "../../../../shared/search/probability/prior.ts";
import { withTrackOffset } from "../../../../shared/search/probability/track-offset.ts";
import { gridOf } from "../../../support/probability-maps.ts";

const grid = gridOf(200, 200, 5);
const even: Prior = { mass: new Float32Array(200 * 200).fill(0.8 / 40_000), row: 0.2 };
const source = "camsar.app";

const line = (kind: BaseMapFeature["kind"], ...points: readonly (readonly [number, number])[]): BaseMapFeature => ({
  kind,
  geometry: {
    type: "LineString",
    coordinates: points.map(([northM, eastM]) => {
      const { latDeg, lonDeg } = gridFrame(grid).toLatLon(northM, eastM);
      return [lonDeg, latDeg] as const;
    }),
  },
});
/** A road along the middle, and a track that makes the map of ways as wide as the grid. */
const ways = [line("road", [0, -499], [0, 499]), line("track", [-499, 495], [499, 495])];

const massWhere = ({ mass }: Prior, isIn: (northM: number, eastM: number) => boolean): number =>
  mass.reduce((sum, here, cell) => {
    const { northM, eastM } = cellMiddle(grid, cell);
    return isIn(northM, eastM) ? sum + here : sum;
  }, 0);
const sum = (prior: Prior) => massWhere(prior, () => true);
const besides = (m: number) => (northM: number, eastM: number) => Math.abs(northM) < m || Math.abs(eastM - 495) < m;

describe("the distance from tracks at which people of a category were found", () => {
  it("puts half of those with dementia within 15 m of a road or track", () => {
    const known = behaviourOf(shippedLostPersonTable(), "dementia");
    const offsets = known.ok ? known.behaviour.trackOffsets : [];

    const made = withTrackOffset({ grid, prior: even, offsets, source, features: ways });

    expect(offsets).toEqual([{ share: 0.5, m: 15 }]);
    expect(massWhere(made?.prior ?? even, besides(15)) / 0.8).toBeCloseTo(0.5, 2);
    expect(made?.about).toMatchObject({ kind: "track-offset", source });
  });

  it("keeps two offsets at once: of the despondent a quarter within 30 m, half within 50 m", () => {
    const known = behaviourOf(shippedLostPersonTable(), "despondent");
    const offsets = known.ok ? known.behaviour.trackOffsets : [];

    const { prior = even } = withTrackOffset({ grid, prior: even, offsets, source, features: ways }) ?? {};

    expect(massWhere(prior, besides(30)) / 0.8).toBeCloseTo(0.25, 1);
    expect(massWhere(prior, besides(50)) / 0.8).toBeCloseTo(0.5, 1);
  });

  it("changes the belief as little as can be: within a band everybody stays as likely beside another as before", () => {
    const mass = even.mass.map((here, cell) => here * (0.5 + (cell % 200) / 200));
    const prior = { mass, row: 1 - mass.reduce((all, here) => all + here, 0) };

    const moved = withTrackOffset({ grid, prior, offsets: [{ share: 0.5, m: 15 }], source, features: ways })?.prior;

    const [west, east] = [cellAt(grid, 200, -300), cellAt(grid, -300, 300)];
    expect((moved?.mass[west] ?? 0) / (moved?.mass[east] ?? 1)).toBeCloseTo((mass[west] ?? 0) / (mass[east] ?? 1), 5);
  });

  it("keeps the sum, and leaves the country beyond the map of ways as it was, at any strength", () => {
    const corner = [line("track", [0, 0], [200, 200]), line("track", [0, 200], [200, 0])];
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 3, noNaN: true }), (strength) => {
        const offsets = [{ share: 0.5, m: 15 }];

        const { prior = even } =
          withTrackOffset({ grid, prior: even, offsets, source, features: corner, strength }) ?? {};

        expect(sum(prior)).toBeCloseTo(0.8, 4);
        expect(prior.row).toBe(0.2);
        expect(prior.mass[cellAt(grid, -300, -300)]).toBe(even.mass[0]);
      }),
      { numRuns: 20 },
    );
  });

  it("says nothing of a category without an offset, without a track, or switched off", () => {
    const offsets = [{ share: 0.5, m: 15 }];

    expect(withTrackOffset({ grid, prior: even, offsets: [], source, features: ways })).toBeUndefined();
    expect(withTrackOffset({ grid, prior: even, offsets, source, features: ways, strength: 0 })).toBeUndefined();
    expect(
      withTrackOffset({ grid, prior: even, offsets, source, features: [line("stream", [0, -400], [0, 400])] }),
    ).toBeUndefined();
  });
});
