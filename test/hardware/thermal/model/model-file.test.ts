import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const FOLDER = new URL("../../../../hardware/thermal/model/", import.meta.url);
const LARGEST_FILE_BYTES = 5 * 1024 * 1024;

const model = readFileSync(new URL("person.onnx", FOLDER));
const constants = JSON.parse(readFileSync(new URL("person.json", FOLDER), "utf8"));

test("the model file is the one its constants were measured with", () => {
  const sha256 = createHash("sha256").update(model).digest("hex");
  expect(constants.sha256).toBe(sha256);
});

test("the model file is small enough to carry in the repository", () => {
  expect(model.byteLength).toBeLessThanOrEqual(LARGEST_FILE_BYTES);
});

test("the constants are ones the post-processing can use", () => {
  expect(constants.classes).toEqual(["Person", "Car", "Bicycle", "OtherVehicle"]);
  expect(constants.stridePx).toBe(4);
  expect(constants.topK).toBeGreaterThan(0);
  for (const share of [constants.nmsIou, constants.scoreThreshold]) {
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
  }
  // A better score must never mean a smaller probability.
  expect(constants.calibration.slope).toBeGreaterThan(0);
  expect(Number.isFinite(constants.calibration.intercept)).toBe(true);
  expect(Number.isNaN(Date.parse(constants.trainedUtc))).toBe(false);
});

test("the model card speaks of this model file", () => {
  const card = readFileSync(new URL("MODEL_CARD.md", FOLDER), "utf8");
  expect(card).toContain(constants.sha256);
  expect(card).toContain(constants.version);
});
