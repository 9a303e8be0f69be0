import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, type LiveStation, liveStation, UdpVehicle } from "../../support/live-station.ts";

describe("a flood of words from one vehicle", () => {
  let live: LiveStation;
  const vehicles: UdpVehicle[] = [];

  beforeAll(async () => {
    live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
    await eventually(() => Number.isFinite(live.linkPort()));
  }, 60_000);
  afterAll(async () => {
    for (const vehicle of vehicles) vehicle.close();
    await live.close();
  });

  test("buries neither the disk nor the other alerts, and another vehicle stays heard", {
    timeout: 30_000,
  }, async () => {
    const [loud, quiet] = [new UdpVehicle(9, live.linkPort()), new UdpVehicle(10, live.linkPort())];
    vehicles.push(loud, quiet);
    loud.heartbeat();
    await eventually(() => live.station.snapshot().vehicles["9"]);
    const stop = quiet.fly();
    await eventually(() => live.station.snapshot().vehicles["10"]?.position);
    const before = live.station.snapshot();

    // Two seconds at some 3,000 a second, each a critical message of its own and a failsafe that comes and goes.
    for (let round = 0; round < 40; round++) {
      for (let i = 0; i < 75; i++) {
        const text = `engine ${round * 75 + i} on fire`;
        loud.send(loud.writer.write("STATUSTEXT", { severity: 2, text }));
        const systemStatus = i % 2 === 0 ? 5 : 3;
        loud.send(
          loud.writer.write("HEARTBEAT", { type: 2, autopilot: 3, baseMode: 1, systemStatus, mavlinkVersion: 3 }),
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await eventually(() =>
      Object.values(live.station.snapshot().links)[0]?.channels.some(({ frames }) => frames >= 5500),
    );
    stop();
    const after = live.station.snapshot();

    const messages = Object.values(after.alerts).filter(({ code }) => code === "vehicle-message");
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.length).toBeLessThan(12);
    expect(after.eventN - before.eventN).toBeLessThan(30);
    expect(after.vehicles["10"]?.presence.state).toBe("heard");
    expect(after.vehicles["9"]?.statusTexts.length).toBeGreaterThan(0);
  });
});
