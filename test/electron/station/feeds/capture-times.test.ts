import { describe, expect, test } from "vitest";
import { CaptureTimes } from "../../../../electron/station/feeds/capture-times.ts";

/** The vehicle was switched on 100 s after the station's clock began. */
const times = (rate = 1) =>
  new CaptureTimes({ nowMs: () => 300_000, rate: () => rate }, () => ({
    vehicleTimeAt: (id, nowMs) => (id === "1" ? nowMs - 100_000 : undefined),
  }));

describe("when a picture was taken by its vehicle's clock", () => {
  test("is what the camera says, also where the link took some seconds", () => {
    for (const captureVehicleTimeMs of [200_000, 199_900, 195_000])
      expect(times().vehicleMs("1", { captureVehicleTimeMs }, 300_000)).toBe(captureVehicleTimeMs);
  });

  test("nobody knows where the stamp is by another clock: where the vehicle was then isn't where it was seen from", () => {
    for (const captureVehicleTimeMs of [185_000, 150_000, 0, 203_000, 1e9])
      expect(times().vehicleMs("1", { captureVehicleTimeMs }, 300_000)).toBeUndefined();
  });

  test("may be further off in a scenario that runs faster than life", () => {
    expect(times(10).vehicleMs("1", { captureVehicleTimeMs: 150_000 }, 300_000)).toBe(150_000);
  });

  test("is what it says where nothing else is known of the vehicle's clock", () => {
    expect(times().vehicleMs("2", { captureVehicleTimeMs: 5 }, 300_000)).toBe(5);
  });
});
