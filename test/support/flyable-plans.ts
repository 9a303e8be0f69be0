import fc from "fast-check";
import type { Plan, PlanElement } from "../../shared/plan/plan.ts";
import type { PlanContext } from "../../shared/plan/plan-context.ts";
import type { Altitude } from "../../shared/units/altitude.ts";
import { placeAt } from "./build-views.ts";
import { levelGround, planOf } from "./plan-context.ts";

const metres = fc.double({ min: -2000, max: 2000, noNaN: true });
const place = fc.tuple(metres, metres).map(([northM, eastM]) => placeAt(northM, eastM));
const altitude: fc.Arbitrary<Altitude> = fc.record({
  reference: fc.constantFrom("home", "ground", "msl"),
  m: fc.double({ min: 5, max: 200, noNaN: true }),
});
const speedMps = fc.integer({ min: 1, max: 200 }).map((tenths) => tenths / 10);
const option = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** Absent, where a field is undefined. */
type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
const withoutUndefined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Defined<T>;

const element = (id: string): fc.Arbitrary<PlanElement> =>
  fc
    .oneof(
      fc.record({
        kind: fc.constant("point" as const),
        position: place,
        altitude: option(altitude),
        speedMps: option(speedMps),
        delayS: option(fc.double({ min: 0.5, max: 3600, noNaN: true })),
        action: option(fc.constantFrom("photo" as const, "video-start" as const, "video-stop" as const)),
      }),
      fc.record({
        kind: fc.constant("orbit" as const),
        centre: place,
        radiusM: fc.double({ min: 5, max: 2000, noNaN: true }),
        turns: fc.double({ min: 0.2, max: 20, noNaN: true }),
        clockwise: fc.boolean(),
        altitude: option(altitude),
      }),
      fc.record({
        kind: fc.constant("pattern" as const),
        shape: fc.record({
          kind: fc.constant("corridor" as const),
          line: fc.array(place, { minLength: 2, maxLength: 4 }),
          widthM: fc.constant(40),
          spacingM: fc.constant(20),
        }),
        height: fc.constant({ aglM: 60, followTerrain: true, maxClimb: 0.5 }),
        speedMps: option(speedMps),
        points: fc.array(
          fc
            .record({
              place,
              altMslM: option(fc.double({ min: 20, max: 150, noNaN: true })),
              searching: fc.boolean(),
            })
            .map(({ place: at, ...rest }) => withoutUndefined({ ...at, ...rest })),
          { minLength: 1, maxLength: 6 },
        ),
      }),
      fc.record({ kind: fc.constant("look-at" as const), position: option(place), altitude: option(altitude) }),
      fc.record({
        kind: fc.constant("gimbal" as const),
        pitchRad: fc.double({ min: -1.6, max: 0.5, noNaN: true }),
        yawRad: fc.double({ min: -3, max: 3, noNaN: true }),
      }),
      fc.record({ kind: fc.constant("speed" as const), speedMps }),
      fc.record({
        kind: fc.constant("other" as const),
        item: fc.record({
          frame: fc.constant(2),
          command: fc.constantFrom(112, 181, 183, 206),
          autocontinue: fc.constant(1),
          params: fc.tuple(fc.integer({ min: 0, max: 50 }), fc.constant(Number.NaN), fc.constant(0), fc.constant(0)),
          x: fc.constant(0),
          y: fc.constant(0),
          z: fc.constant(0),
        }),
      }),
    )
    .map((made) => ({ id, ...withoutUndefined(made) }) as PlanElement);

const loopBack = (elements: readonly PlanElement[]): fc.Arbitrary<readonly PlanElement[]> =>
  fc
    .record({
      at: fc.integer({ min: 0, max: Math.max(0, elements.length - 1) }),
      times: option(fc.integer({ min: 1, max: 5 })),
      wanted: fc.boolean(),
    })
    .map(({ at, times, wanted }) => {
      const target = elements[at];
      if (!wanted || target === undefined) return elements;
      return [...elements, withoutUndefined({ id: "loop", kind: "loop" as const, toElementId: target.id, times })];
    });

/** Any plan that can be flown, with or without take-off, loop and end. */
export const flyablePlan: fc.Arbitrary<Plan> = fc
  .integer({ min: 1, max: 8 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => element(`e${index}`))))
  .chain((elements) =>
    fc.record({
      elements: loopBack(elements),
      start: fc.boolean(),
      end: fc.constantFrom("return", "land", "none"),
      altitude,
      speedMps,
    }),
  )
  .map(({ elements, start, end, ...rest }) => {
    const before: PlanElement[] = start
      ? [{ id: "start", kind: "take-off", altitude: { reference: "home", m: 30 } }]
      : [];
    const after: PlanElement[] = end === "none" ? [] : [{ id: "end", kind: end as "return" | "land" }];
    return planOf([...before, ...elements, ...after], rest);
  });

/** The vehicles that plans are made for. */
export const flyingContext: fc.Arbitrary<PlanContext> = fc
  .record({
    autopilot: fc.constantFrom("ardupilot" as const, "px4" as const),
    kind: fc.constantFrom("multirotor" as const, "fixed-wing" as const, "vtol" as const, "ground-robot" as const),
    terrain: fc.constantFrom("known", "unknown"),
  })
  .map(({ autopilot, kind, terrain }) => ({
    autopilot,
    kind,
    home: { ...placeAt(0, 0), altMslM: 12 },
    ...(terrain === "known" ? { terrain: levelGround } : {}),
  }));
