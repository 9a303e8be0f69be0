import { describe, expect, it } from "vitest";
import { groundKey } from "../../../renderer/stores/ground-key.ts";
import { eyesScenes } from "../../support/eyes-scenes.ts";

describe("which ground a station has", () => {
  const { station } = eyesScenes.all();

  it("is the same while nothing of it changes, whatever else does", () => {
    expect(groundKey(structuredClone(station))).toBe(groundKey(station));
  });

  it("is another with another scenario, and with a height model more or less", () => {
    const [first] = station.terrain?.files ?? [];
    if (first === undefined) throw new Error("The scene has no height models.");

    expect(groundKey({ ...station, scenarioName: "Elsewhere" })).not.toBe(groundKey(station));
    expect(groundKey({ ...station, terrain: { kind: "loaded", files: [first] } })).not.toBe(groundKey(station));
    expect(groundKey(undefined)).not.toBe(groundKey(station));
  });
});
