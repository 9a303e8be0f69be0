import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LocalFrame } from "../../../shared/geo/local-frame.ts";
import { conflictLimits, findConflicts } from "../../../shared/plan/deconflict.ts";
import type { PlannedFlight } from "../../../shared/plan/planned-flight.ts";
import type { TimedPoint } from "../../../shared/plan/timed-path.ts";

const frame = new LocalFrame({ latDeg: 30.5, lonDeg: 103.2 });

/** [s, m north, m east, m MSL]; a height may be unknown. */
type Corner = readonly [number, number, number, (number | undefined)?];

const flight = (vehicleId: string, corners: readonly Corner[], more: Partial<PlannedFlight> = {}): PlannedFlight => ({
  planId: `plan-${vehicleId}`,
  vehicleId,
  path: {
    points: corners.map(
      ([atS, northM, eastM, altMslM], i): TimedPoint => ({
        ...frame.toLatLon(northM, eastM),
        atS,
        elementId: `${vehicleId}-${i}`,
        ...(altMslM === undefined ? {} : { altMslM }),
      }),
    ),
  },
  ...more,
});

describe("two plans", () => {
  it("that cross at one place at one time are found, with where, when, how close and between which steps", () => {
    const north = flight("1", [
      [0, -500, 0, 600],
      [100, 500, 0, 600],
    ]);
    const east = flight("2", [
      [0, 0, -500, 605],
      [100, 0, 500, 605],
    ]);

    const [conflict, ...more] = findConflicts([north, east]);

    expect(more).toEqual([]);
    expect(conflict?.closestS).toBeCloseTo(50, 6);
    expect(conflict?.horizontalM).toBeLessThan(0.01);
    expect(conflict?.verticalM).toBeCloseTo(5, 6);
    expect(conflict?.sides.map(({ planId, elementId }) => [planId, elementId])).toEqual([
      ["plan-1", "1-1"],
      ["plan-2", "2-1"],
    ]);
    expect(conflict?.sides[0].latDeg).toBeCloseTo(30.5, 6);
    // Closer than 30 m while each is within 30 m / sqrt 2 of the crossing.
    expect(conflict?.toS).toBeCloseTo(50 + 30 / Math.SQRT2 / 10, 3);
  });

  it("that cross at one place at different times are no conflict, until one starts later", () => {
    const one = flight("1", [
      [0, -500, 0, 600],
      [100, 500, 0, 600],
    ]);
    const other = flight("2", [
      [0, 0, -200, 600],
      [100, 0, 800, 600],
    ]);

    expect(findConflicts([one, other])).toEqual([]);
    expect(findConflicts([one, { ...other, startS: 30 }])).toHaveLength(1);
  });

  it("that keep 15 m of height, or 30 m aside, are no conflict", () => {
    const one = flight("1", [
      [0, -500, 0, 600],
      [100, 500, 0, 600],
    ]);
    const above = flight("2", [
      [0, -500, 0, 615],
      [100, 500, 0, 615],
    ]);
    const beside = flight("2", [
      [0, -500, 30.01, 600],
      [100, 500, 30.01, 600],
    ]);

    expect(findConflicts([one, above])).toEqual([]);
    expect(findConflicts([one, beside])).toEqual([]);
  });

  it("of which one passes below another that hovers are found", () => {
    const hover = flight("1", [
      [0, 0, 0, 610],
      [600, 0, 0, 610],
    ]);
    const passing = flight("2", [
      [0, -3000, 5, 600],
      [600, 3000, 5, 600],
    ]);

    const [conflict] = findConflicts([hover, passing]);

    expect(conflict?.closestS).toBeCloseTo(300, 0);
    expect(conflict?.verticalM).toBeCloseTo(10, 6);
  });

  it("that meet twice are two conflicts; that fly side by side over many points are one", () => {
    const there = flight("1", [
      [0, 0, 0, 600],
      [100, 1000, 0, 600],
      [200, 0, 0, 600],
    ]);
    const hover = flight("2", [
      [0, 500, 0, 600],
      [300, 500, 0, 600],
    ]);
    const along = Array.from({ length: 20 }, (_, i): Corner => [i * 10, i * 50, i % 2, 600]);

    expect(findConflicts([there, hover])).toHaveLength(2);
    expect(findConflicts([flight("1", along), flight("2", along)])).toHaveLength(1);
  });

  it("don't conflict on the ground: side by side before take-off and after landing", () => {
    const up = (vehicleId: string, eastM: number, startS: number) =>
      flight(
        vehicleId,
        [
          [0, 0, eastM, 500],
          [30, 0, eastM, 560],
          [130, 1000, eastM * 100, 560],
          [230, 0, eastM, 560],
          [270, 0, eastM, 500],
        ],
        { startS },
      );

    expect(findConflicts([up("1", 0, 0), up("2", 5, 300)])).toEqual([]);
    expect(findConflicts([up("1", 0, 0), up("2", 5, 0)]).length).toBeGreaterThan(0);
  });

  it("are compared for robots that walk on the ground all the way", () => {
    const robot = (id: string, eastM: number) =>
      flight(
        id,
        [
          [0, 0, eastM, 500],
          [500, 500, 0, 500],
        ],
        { onGround: true },
      );

    expect(findConflicts([robot("1", -300), robot("2", 300)])).toHaveLength(1);
  });

  it("without known heights are taken to be at the same", () => {
    const one = flight("1", [
      [0, -500, 0],
      [100, 500, 0],
    ]);
    const other = flight("2", [
      [0, 0, -500, 900],
      [100, 0, 500, 900],
    ]);

    const [conflict] = findConflicts([one, other]);

    expect(conflict).toBeDefined();
    expect(conflict?.verticalM).toBeUndefined();
  });

  it("of one vehicle are not compared", () => {
    const one = flight("1", [
      [0, 0, 0, 600],
      [100, 500, 0, 600],
    ]);

    expect(findConflicts([one, { ...one, planId: "other" }])).toEqual([]);
  });

  it("are followed around for ever where they repeat", () => {
    const square: readonly Corner[] = [
      [0, 0, 0, 600],
      [50, 500, 0, 600],
      [100, 500, 500, 600],
      [150, 0, 500, 600],
      [200, 0, 0, 600],
    ];
    const round = flight("1", square);
    const loop: PlannedFlight = { ...round, path: { ...round.path, repeatsFromIndex: 0 } };
    const later = flight("2", [
      [1000, 0, 0, 600],
      [1100, 0, 0, 600],
    ]);

    expect(findConflicts([round, later])).toEqual([]);
    expect(findConflicts([loop, later]).length).toBeGreaterThan(0);
  });

  it("that are empty or stand still in time are nothing", () => {
    expect(findConflicts([])).toEqual([]);
    expect(findConflicts([flight("1", []), flight("2", [[0, 0, 0, 1]])])).toEqual([]);
    expect(
      findConflicts([
        flight("1", [
          [5, 0, 0, 1],
          [5, 0, 0, 1],
        ]),
        flight("2", [
          [0, 0, 0, 1],
          [9, 9, 9, 1],
        ]),
      ]).length,
    ).toBeLessThan(2);
  });
});

describe("damaged plans", () => {
  it("with times, places or heights that are no numbers end all the same", () => {
    const nan = Number.NaN;
    const good = flight("1", [
      [0, 0, 0, 600],
      [100, 500, 0, 600],
    ]);
    const infinite = Number.POSITIVE_INFINITY;
    for (const bad of [nan, infinite, -infinite]) {
      const damaged: readonly Corner[][] = [
        [
          [bad, 0, 0, 600],
          [bad, 500, 0, 600],
        ],
        [
          [0, bad, 0, 600],
          [100, 500, bad, 600],
        ],
        [
          [0, 0, 0, bad],
          [100, 500, 0, bad],
        ],
      ];
      for (const corners of damaged) expect(findConflicts([good, flight("2", corners)]).length).toBeLessThan(2);
    }
  });
});

describe("random plans", () => {
  const corner = fc.tuple(
    fc.integer({ min: 1, max: 30 }),
    fc.integer({ min: -150, max: 150 }),
    fc.integer({ min: -150, max: 150 }),
    fc.integer({ min: 500, max: 560 }),
  );
  const corners = fc.array(corner, { minLength: 2, maxLength: 10 }).map((list) => {
    let atS = 0;
    return list.map(([stepS, northM, eastM, altM]): Corner => {
      atS += stepS;
      return [atS, northM, eastM, altM];
    });
  });

  const at = (list: readonly Corner[], s: number): readonly [number, number, number] | undefined => {
    const i = list.findIndex(([atS]) => atS >= s);
    const [from, to] = [list[Math.max(0, i - 1)], list[i]];
    if (i < 0 || !from || !to || s < (list[0]?.[0] ?? 0)) return undefined;
    const share = to[0] === from[0] ? 0 : (s - from[0]) / (to[0] - from[0]);
    return [
      from[1] + share * (to[1] - from[1]),
      from[2] + share * (to[2] - from[2]),
      (from[3] ?? 0) + share * ((to[3] ?? 0) - (from[3] ?? 0)),
    ];
  };

  it("conflict exactly when and as closely as looking at them every twentieth of a second says", () => {
    const { horizontalM, verticalM } = conflictLimits;
    fc.assert(
      fc.property(corners, corners, (one, other) => {
        // Walking, so that both count from their first to their last point.
        const found = findConflicts([flight("1", one, { onGround: true }), flight("2", other, { onGround: true })]);

        let least = Number.POSITIVE_INFINITY;
        for (let s = 0; s < 310; s += 0.05) {
          const [a, b] = [at(one, s), at(other, s)];
          if (!a || !b) continue;
          const share = Math.max(Math.hypot(a[0] - b[0], a[1] - b[1]) / horizontalM, Math.abs(a[2] - b[2]) / verticalM);
          least = Math.min(least, share);
          if (share < 0.99) expect(found.some(({ fromS, toS }) => s >= fromS - 0.01 && s <= toS + 0.01)).toBe(true);
        }
        const worst = Math.min(
          ...found.map((c) => Math.max(c.horizontalM / horizontalM, (c.verticalM ?? 0) / verticalM)),
        );
        if (found.length > 0) expect(worst).toBeLessThanOrEqual(least + 1e-3);
        else expect(least).toBeGreaterThan(0.99);
        for (const { closestS, fromS, toS } of found) {
          const [a, b] = [at(one, closestS), at(other, closestS)];
          if (!a || !b) continue;
          expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeLessThan(horizontalM * 1.01);
          expect(Math.abs(a[2] - b[2])).toBeLessThan(verticalM * 1.01);
          expect(closestS >= fromS && closestS <= toS).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
