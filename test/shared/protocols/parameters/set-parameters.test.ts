import { expect, test } from "vitest";
import type { Parameter, ParameterEncoding } from "../../../../shared/protocols/parameters/parameter-value.ts";
import { type ParameterWish, parametersSetJob } from "../../../../shared/protocols/parameters/set-parameters.ts";
import { buildMessage } from "../../../support/build-message.ts";
import { ParameterRig, type ParameterRigOptions, parametersOf } from "../../../support/parameter-rig.ts";

const target = { systemId: 1, componentId: 1, autopilot: "ardupilot" } as const;
const onBoard: readonly Parameter[] = [
  { name: "RTL_ALT", value: 1500, type: "int32" },
  { name: "FS_GCS_ENABLE", value: 0, type: "int8" },
  { name: "WPNAV_SPEED", value: 500, type: "real32" },
];

const setting = (
  values: readonly ParameterWish[],
  options: Partial<ParameterRigOptions> & { readonly encoding?: ParameterEncoding } = {},
): ParameterRig =>
  new ParameterRig(parametersSetJob({ target, encoding: options.encoding ?? "cast", values }), {
    parameters: onBoard,
    ...options,
  });
const sets = (rig: ParameterRig) =>
  rig.said.flatMap(({ message }) => (message.name === "PARAM_SET" ? [message.fields] : []));
const stored = (rig: ParameterRig, name: string) => rig.parameters.find((parameter) => parameter.name === name)?.value;

test("is done when the vehicle told the value back", () => {
  const rig = setting([{ name: "RTL_ALT", value: 3500, type: "int32" }]);
  expect(rig.status.state).toBe("running");

  rig.run();

  expect(rig.status).toEqual({ state: "done" });
  expect(sets(rig)).toEqual([
    { targetSystem: 1, targetComponent: 1, paramId: "RTL_ALT", paramValue: 3500, paramType: 6 },
  ]);
  expect(stored(rig, "RTL_ALT")).toBe(3500);
});

test("asks for the type where nobody knows it", () => {
  const rig = setting([{ name: "FS_GCS_ENABLE", value: 1 }]).run();

  expect(rig.said.map(({ message }) => message.name)).toEqual(["PARAM_REQUEST_READ", "PARAM_SET"]);
  expect(sets(rig)[0]?.paramType).toBe(2);
});

test("a stored 1 for a wished 1.7 is a fault that says so", () => {
  const rig = setting([{ name: "FS_GCS_ENABLE", value: 1.7, type: "int8" }]).run();

  expect(rig.status).toEqual({
    state: "failed",
    fault: {
      code: "parameter-differs",
      params: { name: "FS_GCS_ENABLE", value: 1.7, stored: 1, failed: 1, of: 1 },
    },
  });
});

test("0.1 is stored as what a real32 makes of it, and that is no fault", () => {
  expect(setting([{ name: "WPNAV_SPEED", value: 0.1, type: "real32" }]).run().status).toEqual({ state: "done" });
});

test("silence about a name means that there is none", () => {
  const rig = setting([{ name: "NOT_THERE", value: 1 }]).run();

  expect(rig.status).toMatchObject({
    state: "failed",
    fault: { code: "parameter-unknown", params: { name: "NOT_THERE" } },
  });
  expect(sets(rig)).toEqual([]);
});

test.each(["é".repeat(16), "A B", "", "_HASH_CHECK", "\u0000"])("%j is no name, and isn't sent", (name) => {
  const rig = setting([{ name, value: 1 }]);

  expect(rig.status).toMatchObject({ state: "failed", fault: { code: "parameter-unknown" } });
  expect(rig.said).toEqual([]);
});

test("silence about a name that is known means that nobody hears", () => {
  const rig = setting([{ name: "RTL_ALT", value: 1, type: "int32" }], { up: { loss: 1 } }).run();

  expect(rig.status).toMatchObject({ fault: { code: "no-answer", params: { name: "RTL_ALT" } } });
});

test("an old value that was on its way before is not taken for what was stored", () => {
  const rig = setting([{ name: "RTL_ALT", value: 3500, type: "int32" }], { up: { delayMs: 500 } });
  rig.tell("RTL_ALT");

  rig.run();

  expect(rig.status).toEqual({ state: "done" });
  expect(stored(rig, "RTL_ALT")).toBe(3500);
});

test("an old value doesn't hide that the new one was lost", () => {
  const rig = setting([{ name: "RTL_ALT", value: 3500, type: "int32" }], { up: { loss: 1 } });
  rig.tell("RTL_ALT");
  rig.run(100);

  rig.link.up.way = { delayMs: 20 };
  rig.run();

  expect(rig.status).toEqual({ state: "done" });
  expect(stored(rig, "RTL_ALT")).toBe(3500);
});

test("several go side by side, and one that fails doesn't keep the others from it", () => {
  const values = [
    { name: "NOT_THERE", value: 1 },
    { name: "RTL_ALT", value: 3500 },
    { name: "WPNAV_SPEED", value: 600 },
  ];
  const rig = setting(values).run();

  expect(rig.status).toMatchObject({
    fault: { code: "parameter-unknown", params: { name: "NOT_THERE", failed: 1, of: 3 } },
  });
  expect([stored(rig, "RTL_ALT"), stored(rig, "WPNAV_SPEED")]).toEqual([3500, 600]);
});

test("a hundred take a few round trips, not a hundred", () => {
  const parameters = parametersOf(100);
  const values = parameters.map(({ name, type }) => ({ name, value: -5, type }));

  const rig = setting(values, { parameters }).run();

  expect(rig.status).toEqual({ state: "done" });
  expect(rig.nowMs).toBeLessThan(100 * 40);
});

test.each([1, 2])("three in ten lost, duplicated, 2 s late and out of order, all are stored (seed %i)", (seed) => {
  const way = { delayMs: 30, loss: 0.3, duplicate: 0.1, reorder: 0.3, reorderMs: 2_000 };
  const parameters = parametersOf(50);
  const values = parameters.map(({ name, type }) => ({ name, value: -5, type }));

  const rig = setting(values, { parameters, seed, up: way, down: way }).run();

  expect(rig.status).toEqual({ state: "done" });
  expect(rig.parameters.map(({ value }) => value)).toEqual(values.map(() => -5));
});

test.each([
  ["int8", 300],
  ["int32", 1e12],
] as const)("what no %s can be isn't sent", (type, value) => {
  const rig = setting([{ name: "RTL_ALT", value, type }]).run();

  expect(rig.status).toMatchObject({ fault: { code: "not-possible", params: { name: "RTL_ALT" } } });
  expect(sets(rig)).toEqual([]);
});

test("bytewise, a whole number travels as its bytes", () => {
  const rig = setting([{ name: "RTL_ALT", value: -1, type: "int32" }], { encoding: "bytewise" });

  expect(sets(rig)[0]?.paramValue).toBeNaN();
});

test.each([
  [1, "parameter-unknown"],
  [5, "denied"],
])("newer firmware's PARAM_ERROR %i is %s at once", (error, code) => {
  const rig = setting([{ name: "RTL_ALT", value: 1, type: "int32" }], { up: { loss: 1 } });

  rig.hear(buildMessage("PARAM_ERROR", { paramId: "RTL_ALT", error, paramIndex: -1 }));

  expect(rig.status).toMatchObject({ state: "failed", fault: { code } });
});

test("a value that it doesn't let be written comes with its own words, and with no others", () => {
  const rig = setting([{ name: "FS_GCS_ENABLE", value: 1.7, type: "int8" }]);
  rig.hear(buildMessage("STATUSTEXT", { severity: 4, text: "Param write denied (FS_GCS_ENABLE)" }));
  rig.hear(buildMessage("STATUSTEXT", { severity: 2, text: "PreArm: GPS 1: Bad fix" }));

  rig.run();

  expect(rig.status).toMatchObject({ fault: { vehicleText: "Param write denied (FS_GCS_ENABLE)" } });
});

test("of a name that comes twice, the last value is meant", () => {
  const rig = setting([
    { name: "RTL_ALT", value: 1000, type: "int32" },
    { name: "RTL_ALT", value: 2000, type: "int32" },
  ]).run();

  expect(stored(rig, "RTL_ALT")).toBe(2000);
  expect(sets(rig)).toHaveLength(1);
});

test("nothing to set is done", () => {
  expect(setting([]).status).toEqual({ state: "done" });
});
