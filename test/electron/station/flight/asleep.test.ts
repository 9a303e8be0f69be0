import { expect, it } from "vitest";
import { eventually, liveStation, UdpVehicle } from "../../../support/live-station.ts";

it("says nothing more of what it was at after the computer slept, though its own clock stood still meanwhile", async () => {
  let sleptMs = 0;
  const clockSource = { monotonicMs: () => performance.now(), utcMs: () => Date.now() + sleptMs };
  const live = await liveStation({ links: ["udpin:127.0.0.1:0"], clockSource });
  const vehicle = new UdpVehicle(7, live.linkPort());
  const land = vehicle.fly();
  try {
    await eventually(() => live.station.snapshot().vehicles["7"]?.position);
    const begun = await live.request({ kind: "vehicle.do", vehicleId: "7", action: { kind: "hold" } });
    const id = begun.operations?.[0]?.id ?? "";

    sleptMs = 60_000;

    const ended = await eventually(() => {
      const view = live.station.snapshot().operations[id];
      return view?.endedMs === undefined ? undefined : view;
    });
    expect(begun.ok).toBe(true);
    expect(ended.fault?.code).toBe("link-gap");
  } finally {
    land();
    vehicle.close();
    await live.close();
  }
});
