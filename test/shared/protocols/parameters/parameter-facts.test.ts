import { expect, test } from "vitest";
import { parameterFact, valueConcern } from "../../../../shared/protocols/parameters/parameter-facts.ts";

const copter = { autopilot: "ardupilot", kind: "multirotor" } as const;
const rover = { autopilot: "ardupilot", kind: "ground-robot" } as const;
const px4 = { autopilot: "px4", kind: "multirotor" } as const;

test("the same name means something else on another kind of vehicle", () => {
  expect(parameterFact("FENCE_ACTION", copter)?.options?.[1]).toBe("return-or-land");
  expect(parameterFact("FENCE_ACTION", rover)?.options?.[1]).toBe("return-or-hold");
  expect(parameterFact("RTL_SPEED", copter)?.unit).toBe("cm/s");
  expect(parameterFact("RTL_SPEED", rover)?.unit).toBe("m/s");
});

test.each([
  ["RTL_ALT", px4],
  ["NAV_DLL_ACT", copter],
  ["RTL_ALT", rover],
  ["SYSID_THISMAV", px4],
  ["toString", copter],
  ["RTL_ALT", { autopilot: "other", kind: "multirotor" }],
] as const)("nothing is known of %s on %j", (name, vehicle) => {
  expect(parameterFact(name, vehicle)).toBeUndefined();
});

test("says what range makes sense, in the firmware's own unit", () => {
  const fact = parameterFact("RTL_ALT", copter);

  expect(fact).toEqual({ unit: "cm", min: 30, max: 300_000 });
  expect(valueConcern(fact, 3500)).toBeUndefined();
  expect(valueConcern(fact, 15)).toBe("out-of-range");
  expect(valueConcern(fact, 300_001)).toBe("out-of-range");
});

test("an option that isn't there is a concern; a parameter that nobody knows isn't", () => {
  expect(valueConcern(parameterFact("FS_GCS_ENABLE", copter), 9)).toBe("no-such-option");
  expect(valueConcern(parameterFact("FS_GCS_ENABLE", copter), 1)).toBeUndefined();
  expect(valueConcern(undefined, 1e9)).toBeUndefined();
});
