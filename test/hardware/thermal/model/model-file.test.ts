import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { personProbability } from "../../../../shared/heat/network/network-output.ts";

const FOLDER = new URL("../../../../hardware/thermal/model/", import.meta.url);
const LARGEST_FILE_BYTES = 5 * 1024 * 1024;

const model = readFileSync(new URL("person.onnx", FOLDER));
const quick = readFileSync(new URL("person-quick.onnx", FOLDER));
const constants = JSON.parse(readFileSync(new URL("person.json", FOLDER), "utf8"));

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

test("the model files are the ones their constants were measured with", () => {
  expect(constants.sha256).toBe(sha256Of(model));
  expect(constants.quick.sha256).toBe(sha256Of(quick));
});

test("the model files are small enough to carry in the repository, both together", () => {
  expect(model.byteLength + quick.byteLength).toBeLessThanOrEqual(LARGEST_FILE_BYTES);
});

test("the constants are ones the post-processing can use", () => {
  expect(constants.classes).toEqual(["Person", "Car", "Bicycle", "OtherVehicle"]);
  expect(constants.stridePx).toBe(4);
  expect(constants.topK).toBeGreaterThan(0);
  for (const share of [constants.nmsIou, constants.scoreThreshold, constants.quick.scoreThreshold]) {
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
  }
  for (const { slope, intercept } of [constants.calibration, constants.quick.calibration]) {
    // A better score must never mean a smaller probability.
    expect(slope).toBeGreaterThan(0);
    expect(Number.isFinite(intercept)).toBe(true);
  }
  expect(Number.isNaN(Date.parse(constants.trainedUtc))).toBe(false);
});

test("both passes ring at the same chance of a person", () => {
  const chance = ({ scoreThreshold, calibration }: typeof constants) => personProbability(scoreThreshold, calibration);
  expect(chance(constants.quick)).toBeCloseTo(chance(constants), 2);
});

test("the model card speaks of these model files", () => {
  const card = readFileSync(new URL("MODEL_CARD.md", FOLDER), "utf8");
  expect(card).toContain(constants.sha256);
  expect(card).toContain(constants.quick.sha256);
  expect(card).toContain(constants.version);
});
