import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultScenarioPath, loadScenario, parseScenario } from "../../../hardware/simulator/load-scenario.ts";
import { hoveringDrone, smallScenario } from "./small-scenario.ts";

const faultOf = (text: string): string => {
  const loaded = parseScenario(text, "night.json");
  return loaded.ok ? "no fault" : loaded.fault.detail;
};

/** The small scenario's JSON with one value changed at a path. */
const changed = (path: readonly (string | number)[], value: unknown): string => {
  const scenario: unknown = JSON.parse(
    JSON.stringify(smallScenario([hoveringDrone(), hoveringDrone({ systemId: 2 })])),
  );
  let here: unknown = scenario;
  for (const part of path.slice(0, -1))
    here = typeof here === "object" && here !== null ? Reflect.get(here, part) : undefined;
  const last = path.at(-1);
  if (typeof here !== "object" || here === null || last === undefined)
    throw new Error(`There is nothing at ${path.join(".")}.`);
  Reflect.set(here, last, value);
  return JSON.stringify(scenario);
};

describe("load-scenario", () => {
  it("loads the built-in scenario: two drones and a robot dog near Linghu", async () => {
    const loaded = await loadScenario(defaultScenarioPath);

    expect(loaded.ok).toBe(true);
    if (!loaded.ok) return;
    expect(loaded.scenario.vehicles.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "drone D1",
      "drone D2",
      "robot-dog R1",
    ]);
    expect(loaded.scenario.centre).toEqual({ latDeg: 30.87, lonDeg: 120.433 });
  });

  it("names the field whose type is wrong, what was expected and what was found", () => {
    const detail = faultOf(changed(["vehicles", 1, "batteryWh"], "77"));

    expect(detail).toContain('vehicles[1].batteryWh: expected number, got string "77"');
    expect(detail).toContain("night.json");
    expect(detail).toContain(defaultScenarioPath);
  });

  it.each([
    ["an unknown field", ["vehicles", 0, "batteryWH"], 3, "vehicles[0].batteryWH: unknown field"],
    ["a missing field", ["wind"], undefined, "wind: expected object, got nothing"],
    [
      "a value out of range",
      ["person", "hiddenFraction"],
      2,
      "person.hiddenFraction: must be at most 0.9, got number 2",
    ],
    [
      "an unknown word",
      ["vehicles", 0, "boot"],
      "lukewarm",
      'vehicles[0].boot: expected "cold" or "ready", got string "lukewarm"',
    ],
    ["a taken system id", ["vehicles", 1, "systemId"], 1, "vehicles[1].systemId: 1 is taken by vehicles[0]"],
    ["a time that is none", ["startUtc"], "yesterday", "startUtc: "],
    ["an unknown kind of vehicle", ["vehicles", 0, "kind"], "boat", "vehicles[0].kind: "],
  ])("refuses %s by name", (_, path, value, expected) => {
    expect(faultOf(changed(path, value))).toContain(expected);
  });

  it("names the line where the JSON itself is broken", () => {
    const detail = faultOf('{\n  "name": "x",\n  "seed": 1\n  "startUtc": 2\n}');

    expect(detail).toContain("line 4");
    expect(detail).toContain('"startUtc": 2');
  });

  it("says that a file is empty, missing, or no file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "lantern-scenario-"));
    const empty = join(folder, "empty.json");
    await writeFile(empty, "");

    const faults = await Promise.all([empty, join(folder, "none.json"), folder].map((path) => loadScenario(path)));

    expect(faults.map((loaded) => (loaded.ok ? "ok" : loaded.fault.code))).toEqual([
      "not-json",
      "file-missing",
      "file-unreadable",
    ]);
    expect(faults[0]).toMatchObject({ fault: { detail: expect.stringContaining("is empty") } });
    await rm(folder, { recursive: true });
  });
});
