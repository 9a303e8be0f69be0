import fc from "fast-check";
import type { Fence, Plan, PlanElement, RallyPoint } from "../../shared/plan/plan.ts";
import type { PatternShape } from "../../shared/search/patterns/pattern.ts";

/** Without -0, which JSON doesn't know. */
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((value) => value + 0);
/** Away from 0, 0, which means nowhere to autopilots. */
const placed = { latDeg: number(-80, -1), lonDeg: number(2, 179) };
const place = fc.record(placed);
const altitude = fc.record({ reference: fc.constantFrom("home", "ground", "msl"), m: number(-100, 3000) });
const ring = fc.array(place, { minLength: 3, maxLength: 8 });
const shape: fc.Arbitrary<PatternShape> = fc.oneof(
  fc.record({
    kind: fc.constant("parallel" as const),
    area: fc.record({ outline: ring, holes: fc.array(ring, { maxLength: 2 }) }),
    spacingM: number(1, 200),
  }),
  fc.record({
    kind: fc.constant("sector" as const),
    datum: place,
    firstHeadingRad: number(-3, 3),
    radiusM: number(10, 2000),
    rounds: fc.constantFrom(1, 2),
  }),
  fc.record({ kind: fc.constant("corridor" as const), line: ring, widthM: number(1, 90), spacingM: number(1, 90) }),
);

type WithoutId<E> = E extends PlanElement ? Omit<E, "id"> : never;

const element: fc.Arbitrary<WithoutId<PlanElement>> = fc.oneof(
  fc.record({ kind: fc.constant("take-off" as const), altitude }),
  fc.record(
    {
      kind: fc.constant("point" as const),
      position: place,
      altitude,
      speedMps: number(0.5, 20),
      delayS: number(0, 100),
      action: fc.constantFrom("photo" as const, "video-start" as const, "video-stop" as const),
    },
    { requiredKeys: ["kind", "position"] },
  ),
  fc.record({
    kind: fc.constant("pattern" as const),
    shape,
    height: fc.record({ aglM: number(5, 200), followTerrain: fc.boolean(), maxClimb: number(0.1, 2) }),
    points: fc.array(fc.record({ ...placed, searching: fc.boolean() }), {
      minLength: 1,
      maxLength: 6,
    }),
  }),
  fc.record({
    kind: fc.constant("orbit" as const),
    centre: place,
    radiusM: number(5, 200),
    turns: number(1, 9),
    clockwise: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("look-at" as const), position: place, altitude }),
  fc.record({ kind: fc.constant("gimbal" as const), pitchRad: number(-1.5, 0.5), yawRad: number(-3, 3) }),
  fc.record({ kind: fc.constant("speed" as const), speedMps: number(0.5, 20) }),
  fc.record({ kind: fc.constant("return" as const) }),
  fc.record({ kind: fc.constant("land" as const), position: place }),
  fc.record({
    kind: fc.constant("other" as const),
    item: fc.record({
      frame: fc.constantFrom(0, 2, 3),
      command: fc.constantFrom(181, 183, 93, 530),
      autocontinue: fc.constantFrom(0, 1),
      params: fc.tuple(number(-9, 9), fc.constant(Number.NaN), number(-9, 9), number(-9, 9)),
      x: fc.integer({ min: -800_000_000, max: 800_000_000 }),
      y: fc.integer({ min: -1_700_000_000, max: 1_700_000_000 }),
      z: number(-50, 500),
    }),
  }),
);

const fence: fc.Arbitrary<Fence> = fc.oneof(
  fc.record({ id: fc.uuid(), shape: fc.constant("polygon" as const), inclusion: fc.boolean(), points: ring }),
  fc.record({
    ...{ id: fc.uuid(), shape: fc.constant("circle" as const), inclusion: fc.boolean() },
    ...{ centre: place, radiusM: number(1, 5000) },
  }),
);
const rally: fc.Arbitrary<RallyPoint> = fc.record({
  ...{ id: fc.uuid(), ...placed, altitude },
});

/** Any plan that could be drawn, with ids that are unique and loops that lead back. */
export const arbitraryPlan: fc.Arbitrary<Plan> = fc
  .record({
    name: fc.string({ minLength: 1, maxLength: 40 }).filter((name) => name.trim() === name && name !== ""),
    altitude,
    speedMps: number(0.5, 20),
    elements: fc.array(element, { minLength: 1, maxLength: 8 }),
    loops: fc.boolean(),
    fences: fc.array(fence, { maxLength: 3 }),
    rallyPoints: fc.array(rally, { maxLength: 3 }),
    reserveFraction: number(0, 0.9),
    plannedHome: fc.record({ ...placed, altMslM: number(-90, 4000) }),
  })
  .map(({ elements, loops, ...plan }) => {
    const named = elements.map((part, index) => ({ ...part, id: `e${index}` }) as PlanElement);
    const back: PlanElement = { id: "loop", kind: "loop", toElementId: "e0", times: 3 };
    return { ...plan, id: "p", vehicleId: "1", elements: loops ? [...named, back] : named };
  });
