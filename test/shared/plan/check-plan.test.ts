import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPlan } from "../../../shared/plan/check-plan.ts";
import type { Fence, Plan, PlanElement } from "../../../shared/plan/plan.ts";
import type { PlanContext } from "../../../shared/plan/plan-context.ts";
import type { PatternShape } from "../../../shared/search/patterns/pattern.ts";
import { placeAt } from "../../support/build-views.ts";
import { flyablePlan, flyingContext } from "../../support/flyable-plans.ts";
import { copterAt, halfKnown, hillFrom, planOf, pointAt, takeOff } from "../../support/plan-context.ts";

const found = (plan: Plan, context: PlanContext = copterAt()) =>
  checkPlan(plan, context).map(({ code, severity, elementId }) => `${severity} ${code} ${elementId ?? "-"}`);

const good = [takeOff(), pointAt("a", 100, 0), pointAt("b", 100, 100), { id: "r", kind: "return" }] as const;
const square = (id: string, halfM: number, change: Partial<Fence> = {}): Fence =>
  ({
    id,
    shape: "polygon",
    inclusion: true,
    points: [placeAt(-halfM, -halfM), placeAt(-halfM, halfM), placeAt(halfM, halfM), placeAt(halfM, -halfM)],
    ...change,
  }) as Fence;

describe("a plan that is well", () => {
  it("has nothing wrong", () => {
    expect(found(planOf(good))).toEqual([]);
    expect(found(planOf(good, { fences: [square("f", 300)] }))).toEqual([]);
  });
});

describe("heights", () => {
  it("below the terrain are an error, close to it and above 120 m warnings", () => {
    const at = (highM: number) => found(planOf(good), copterAt({ terrain: hillFrom(80, highM) }));

    expect(at(75)).toContain("error below-terrain a");
    expect(at(55)).toContain("warning low-clearance a");
    expect(at(30)).toEqual([]);
    expect(found(planOf([takeOff(130), pointAt("a", 90, 0, { altitude: { reference: "home", m: 121 } })]))).toEqual([
      "warning above-120m take-off",
      "warning above-120m a",
    ]);
  });

  it("that can only be in the ground are errors, whether the terrain is known or not", () => {
    const { terrain: _terrain, ...blind } = copterAt();
    const above = (reference: "home" | "ground", m: number) => ({ altitude: { reference, m } });
    const rally = (m: number) => [{ id: "r", ...placeAt(200, 0), ...above("ground", m) }];

    for (const context of [blind, copterAt()]) {
      expect(found(planOf([takeOff(-10), pointAt("a", 90, 0)]), context)).toContain("error below-terrain take-off");
      expect(found(planOf([takeOff(), pointAt("a", 90, 0, above("ground", 0))]), context)).toContain(
        "error below-terrain a",
      );
      expect(found(planOf([takeOff(), pointAt("a", 9, 0, above("home", -3))]), context)).toContain(
        "error below-terrain a",
      );
      expect(found(planOf(good, { rallyPoints: rally(-5) }), context)).toContain("error below-terrain r");
      expect(found(planOf(good, { rallyPoints: rally(40) }), context)).not.toContain("error below-terrain r");
    }
    // Down into a valley, which may well be there.
    expect(found(planOf([takeOff(), pointAt("a", 900, 0, above("home", -30))]), blind)).not.toContain(
      "error below-terrain a",
    );
  });

  it("are compared between the points, too: a ridge on the way counts", () => {
    const ridge = {
      cellM: 30,
      heightMslM: (latDeg: number) => (Math.abs(latDeg - placeAt(500, 0).latDeg) < 0.0003 ? 90 : 10),
    };

    expect(found(planOf([takeOff(), pointAt("a", 1000, 0)]), copterAt({ terrain: ridge }))).toContain(
      "error below-terrain a",
    );
  });

  it("on the way home count: it may come back lower than the hill that it flew around", () => {
    const hill = {
      cellM: 30,
      heightMslM: (latDeg: number, lonDeg: number) =>
        Math.abs(latDeg - placeAt(500, 0).latDeg) < 0.001 && Math.abs(lonDeg - placeAt(0, 0).lonDeg) < 0.001 ? 90 : 10,
    };
    const around = planOf([
      takeOff(),
      pointAt("a", 0, 400),
      pointAt("b", 1000, 400),
      pointAt("c", 1000, 0),
      { id: "r", kind: "return" },
    ]);

    expect(found(around, copterAt({ terrain: hill }))).toEqual(["error below-terrain r"]);
  });

  it("that nobody can check are said to be unknown, not taken for well", () => {
    const { terrain: _terrain, ...blind } = copterAt();
    const { home: _home, ...lost } = copterAt();

    expect(found(planOf(good), blind)).toEqual(["warning clearance-unknown -"]);
    expect(found(planOf(good), copterAt({ terrain: halfKnown }))).toContain("warning clearance-unknown -");
    expect(found(planOf(good), lost)).toContain("warning clearance-unknown -");
  });

  it("of a robot don't count, and are said not to", () => {
    const rover = copterAt({ kind: "ground-robot", terrain: hillFrom(50, 500) });

    expect(found(planOf([pointAt("a", 100, 0)]), rover)).toEqual([]);
    expect(found(planOf([pointAt("a", 100, 0, { altitude: { reference: "home", m: 30 } })]), rover)).toEqual([
      "warning heights-ignored a",
    ]);
  });

  it("that rise like a wall are steep", () => {
    const plan = planOf([takeOff(40), pointAt("a", 10, 0, { altitude: { reference: "home", m: 100 } })]);

    expect(found(plan)).toEqual(["warning steep-climb a"]);
  });
});

describe("fences", () => {
  it("that the way leaves, or that home lies outside of, are errors", () => {
    expect(found(planOf(good, { fences: [square("f", 90)] }))).toEqual([
      "error outside-fence a",
      "error outside-fence b",
      "error outside-fence r",
    ]);
    const beyond = square("f", 40, {
      points: [placeAt(50, -50), placeAt(50, 200), placeAt(200, 200), placeAt(200, -50)],
    } as Partial<Fence>);
    expect(found(planOf(good, { fences: [beyond] }))).toContain("error home-outside-fence -");
  });

  it("to stay out of must not be crossed, not even between two points outside", () => {
    const zone: Fence = { id: "z", shape: "circle", inclusion: false, centre: placeAt(100, 50), radiusM: 10 };
    const strip = square("s", 5, {
      inclusion: false,
      points: [placeAt(90, 49), placeAt(110, 49), placeAt(110, 51), placeAt(90, 51)],
    } as Partial<Fence>);

    expect(found(planOf(good, { fences: [zone] }))).toEqual(["error crosses-exclusion b"]);
    expect(found(planOf(good, { fences: [strip] }))).toEqual(["error crosses-exclusion b"]);
  });

  it("that are concave are left and entered again between two points inside", () => {
    const horseshoe = square("f", 0, {
      points: [
        placeAt(-50, -50),
        placeAt(-50, 150),
        placeAt(200, 150),
        placeAt(200, 90),
        placeAt(50, 90),
        placeAt(50, 50),
        placeAt(200, 50),
        placeAt(200, -50),
      ],
    } as Partial<Fence>);

    expect(found(planOf([takeOff(), pointAt("a", 150, 0), pointAt("b", 150, 120)], { fences: [horseshoe] }))).toEqual([
      "error outside-fence b",
    ]);
  });

  it("are all kept by ArduPilot, any one by PX4", () => {
    const west = square("w", 0, {
      points: [placeAt(-50, -50), placeAt(-50, 60), placeAt(200, 60), placeAt(200, -50)],
    } as Partial<Fence>);
    const fences = [west, square("f", 300)];
    const plan = planOf([takeOff(), pointAt("a", 100, 0), pointAt("b", 100, 100)], { fences });

    expect(found(plan)).toEqual(["error outside-fence b"]);
    expect(found(plan, copterAt({ autopilot: "px4" }))).toEqual([]);
  });

  it("that cross themselves or enclose nothing are errors, and say nothing about the rest", () => {
    const bow = square("f", 0, {
      points: [placeAt(-50, -50), placeAt(50, 50), placeAt(50, -50), placeAt(-50, 50)],
    } as Partial<Fence>);
    const line = square("f", 0, { points: [placeAt(0, 0), placeAt(50, 50), placeAt(0, 0)] } as Partial<Fence>);
    const dot: Fence = { id: "f", shape: "circle", inclusion: true, centre: placeAt(0, 0), radiusM: 0 };

    expect(found(planOf(good, { fences: [bow] }))).toEqual(["error fence-self-crossing f"]);
    expect(found(planOf(good, { fences: [line] }))).toEqual(["error fence-too-small f"]);
    expect(found(planOf(good, { fences: [dot] }))).toEqual(["error fence-too-small f"]);
  });

  it("of more corners than ArduPilot counts are an error there", () => {
    const round = square("f", 0, {
      points: Array.from({ length: 300 }, (_, i) => placeAt(500 * Math.cos(i / 47.8), 500 * Math.sin(i / 47.8))),
    } as Partial<Fence>);

    expect(found(planOf(good, { fences: [round] }))).toContain("error fence-too-many-points f");
  });

  it("that the vehicle doesn't keep to are told, where it says so", () => {
    const plan = planOf(good, { fences: [square("f", 300)] });

    expect(found(plan, copterAt({ fenceEnabled: false }))).toEqual(["warning fence-off -"]);
    expect(found(plan, copterAt({ fenceEnabled: true }))).toEqual([]);
    expect(found(planOf(good), copterAt({ fenceEnabled: false }))).toEqual([]);
  });

  it("hold the rally points", () => {
    const rallyPoints = [{ id: "q", ...placeAt(400, 0), altitude: { reference: "home", m: 20 } as const }];

    expect(found(planOf(good, { fences: [square("f", 300)], rallyPoints }))).toEqual(["error rally-outside-fence q"]);
  });
});

describe("the order of steps", () => {
  it("begins with a take-off, unless it flies already", () => {
    const steps = [pointAt("a", 100, 0), pointAt("b", 100, 50)];

    expect(found(planOf(steps))).toEqual(["warning no-take-off a"]);
    expect(found(planOf(steps), copterAt({ airborne: true, position: placeAt(0, 0) }))).not.toContain(
      "warning no-take-off a",
    );
    expect(found(planOf([...steps, takeOff()]))).toContain("warning take-off-not-first take-off");
  });

  it("ends where it returns or loops for ever", () => {
    const endless: PlanElement = { id: "x", kind: "loop", toElementId: "a" };
    const steps = [takeOff(), pointAt("a", 100, 0), pointAt("b", 100, 50)];

    expect(found(planOf([...steps, endless, { id: "r", kind: "return" }]))).toEqual(["warning loop-endless x"]);
    expect(found(planOf([...steps, endless]))).toEqual([]);
    expect(found(planOf([...good, pointAt("z", 9, 9)]))).toContain("warning after-the-end r");
  });

  it("is not nothing", () => {
    expect(found(planOf([]))).toEqual(["error empty -"]);
    expect(found(planOf([{ id: "s", kind: "speed", speedMps: 3 }]))).toEqual(["error empty -"]);
  });
});

describe("areas to search", () => {
  const area = (outline: readonly { latDeg: number; lonDeg: number }[], drawn: boolean): PlanElement => {
    const shape: PatternShape = { kind: "parallel", area: { outline, holes: [] }, spacingM: 30 };
    const points = drawn ? [{ ...placeAt(50, 50), searching: true }] : [];
    return { id: "s", kind: "pattern", shape, height: { aglM: 60, followTerrain: false, maxClimb: 0.5 }, points };
  };
  const box = [placeAt(0, 0), placeAt(100, 0), placeAt(100, 100), placeAt(0, 100)];
  const bow = [placeAt(0, 0), placeAt(100, 100), placeAt(100, 0), placeAt(0, 100)];

  it("that cross themselves, or have no path yet, are errors", () => {
    expect(found(planOf([takeOff(), area(bow, true)]))).toEqual(["error area-self-crossing s"]);
    expect(found(planOf([takeOff(), area(box, false)]))).toEqual(["error pattern-empty s"]);
    expect(found(planOf([takeOff(), area(box, true)]))).toEqual([]);
  });
});

describe("the way", () => {
  it("that is long for a slip of the finger is told", () => {
    expect(found(planOf([takeOff(), pointAt("a", 100, 0), pointAt("b", 6000, 0)]))).toEqual([
      "warning too-far-apart b",
    ]);
    expect(found(planOf([takeOff(), pointAt("a", 4000, 0)]))).toEqual(["warning first-point-far a"]);
    expect(found(planOf([takeOff(), pointAt("a", 1000, 0)]), copterAt({ autopilot: "px4" }))).toEqual([
      "warning first-point-far a",
    ]);
  });

  it("that the battery doesn't last for is a warning, and an error only where it was measured not to", () => {
    const far = planOf([takeOff(), pointAt("a", 2900, 0)]);

    expect(found(far, copterAt({ battery: { fraction: 0.5 } }))).toContain("warning not-enough-battery -");
    expect(found(far, copterAt({ battery: { fraction: 0.5, remainingS: 300 } }))).toContain(
      "error not-enough-battery -",
    );
    expect(found(far)).not.toContain("warning not-enough-battery -");
  });

  it("against too much wind is told", () => {
    expect(found(planOf(good), copterAt({ wind: { fromRad: 0, speedMps: 20 } }))).toContain(
      "warning wind-too-strong -",
    );
  });
});

describe("any plan", () => {
  it("is checked without a stumble, errors first, each once for an element", () => {
    fc.assert(
      fc.property(flyablePlan, flyingContext, (plan, context) => {
        const problems = checkPlan(plan, context);

        const keys = problems.map(({ code, elementId }) => `${code} ${elementId}`);
        expect(new Set(keys).size).toBe(keys.length);
        const lastError = problems.findLastIndex(({ severity }) => severity === "error");
        const firstWarning = problems.findIndex(({ severity }) => severity === "warning");
        expect(firstWarning < 0 || lastError < firstWarning).toBe(true);
        for (const { params } of problems)
          for (const value of Object.values(params))
            expect(typeof value === "string" || Number.isFinite(value)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
