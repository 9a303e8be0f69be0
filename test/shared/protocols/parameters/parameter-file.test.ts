import fc from "fast-check";
import { expect, test } from "vitest";
import {
  diffParameters,
  readParameterFile,
  writeParameterFile,
} from "../../../../shared/protocols/parameters/parameter-file.ts";
import type { Parameter } from "../../../../shared/protocols/parameters/parameter-value.ts";
import { ownTime } from "../../../support/own-time.ts";

const owner = { systemId: 1, componentId: 1, name: "D1", firmware: "4.4.0-dev" };
const alt: Parameter = { name: "RTL_ALT", value: 3500, type: "int32" };
const speed: Parameter = { name: "WPNAV_SPEED", value: Math.fround(0.1), type: "real32" };

test("writes what QGroundControl reads: tabs, with vehicle, component and type", () => {
  const lines = writeParameterFile([speed, alt], owner).split("\n");

  expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toEqual([
    "1\t1\tRTL_ALT\t3500\t6",
    "1\t1\tWPNAV_SPEED\t0.1\t9",
  ]);
});

const anyParameter: fc.Arbitrary<Parameter> = fc.oneof(
  fc.record({
    name: fc.stringMatching(/^[A-Z][A-Z0-9_]{0,15}$/),
    value: fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    type: fc.constant("real32" as const),
  }),
  fc.record({
    name: fc.stringMatching(/^[A-Z][A-Z0-9_]{0,15}$/),
    value: fc.integer(),
    type: fc.constant("int32" as const),
  }),
);

test("what is written is read back equal", () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyParameter, { minLength: 1, selector: ({ name }) => name }), (parameters) => {
      const file = readParameterFile(writeParameterFile(parameters, owner));

      expect(file?.leftOut).toEqual([]);
      expect(diffParameters(parameters, file?.values ?? [])).toEqual({
        ...{ changed: [], missing: [], unknown: [] },
        same: parameters.length,
      });
    }),
  );
});

test("a name that is no comment's end stays in its line", () => {
  const text = writeParameterFile([alt], { ...owner, name: "D1\nRTL_ALT,1\u0000" });

  expect(readParameterFile(text)?.values).toEqual([alt]);
});

test.each([
  ["Mission Planner's", "#NOTE: 2026\r\nRTL_ALT,3500\r\nWPNAV_SPEED,0.100000 #cm/s\r\n"],
  ["MAVProxy's", "RTL_ALT          3500.000000\nWPNAV_SPEED      0.100000\n"],
  ["one with a byte order mark", "\uFEFFRTL_ALT,3500\nWPNAV_SPEED,1e-1"],
  ["one of an old Macintosh", "RTL_ALT,3500\rWPNAV_SPEED,.1"],
])("reads %s", (_whose, text) => {
  expect(readParameterFile(text)).toEqual({
    values: [
      { name: "RTL_ALT", value: 3500 },
      { name: "WPNAV_SPEED", value: 0.1 },
    ],
    leftOut: [],
  });
});

test("says which lines it left out, and why", () => {
  const text = "RTL_ALT,1\nRTL_ALT,abc\n1\t100\tCAM_MODE\t1\t9\nRTL_ALT,2\nA NAME WITH SPACES,1\nNAN_ONE,nan\n";

  expect(readParameterFile(text)).toEqual({
    values: [{ name: "RTL_ALT", value: 2 }],
    leftOut: [
      { line: 2, text: "RTL_ALT,abc", reason: "unreadable" },
      { line: 3, text: "1\t100\tCAM_MODE\t1\t9", reason: "other-component" },
      { line: 1, text: "RTL_ALT,1", reason: "repeated" },
      { line: 5, text: "A NAME WITH SPACES,1", reason: "unreadable" },
      { line: 6, text: "NAN_ONE,nan", reason: "unreadable" },
    ],
  });
});

test.each([
  ["nothing", ""],
  ["a plan", '{"fileType":"Plan"}'],
  ["bytes", "\u0000\u0001\uFFFD"],
  ["too many lines", "A,1\n".repeat(20_001)],
])("%s is no file of parameters", (_what, text) => {
  expect(readParameterFile(text)).toBeUndefined();
});

test("a line without end takes no time", () => {
  const tookMs = ownTime();

  readParameterFile(`${"9".repeat(1_000_000)} ${"#".repeat(10)}\nRTL_ALT,1`);

  expect(tookMs()).toBeLessThan(500);
});

test("tells what differs, what the file lacks and what the vehicle lacks", () => {
  const file = readParameterFile("RTL_ALT,1500\nNOT_THERE,1\n");

  expect(diffParameters([alt, speed], file?.values ?? [])).toEqual({
    changed: [{ name: "RTL_ALT", vehicle: 3500, file: 1500, type: "int32" }],
    missing: ["WPNAV_SPEED"],
    unknown: ["NOT_THERE"],
    same: 0,
  });
});
