import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, type LiveStation, liveStation, UdpVehicle } from "../../support/live-station.ts";

let live: LiveStation;
const vehicles: UdpVehicle[] = [];
const stops: (() => void)[] = [];

const vehicle = (systemId: number) => {
  const made = new UdpVehicle(systemId, live.linkPort());
  vehicles.push(made);
  return made;
};

beforeAll(async () => {
  live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
  await eventually(() => Number.isFinite(live.linkPort()));
  stops.push(vehicle(1).fly());
}, 60_000);
afterAll(async () => {
  for (const stop of stops) stop();
  for (const each of vehicles) each.close();
  await live.close();
});

const alertOf = (code: string, vehicleId?: string) =>
  Object.values(live.station.snapshot().alerts).find(
    (alert) => alert.code === code && (vehicleId === undefined || alert.vehicleId === vehicleId),
  );
const latOf = (id: string) => live.station.snapshot().vehicles[id]?.position?.latDeg;

describe("live links", { concurrent: true }, () => {
  test("shows a vehicle that sends to its UDP port, and greets it once a second", async () => {
    const heard: number[] = [];
    vehicles[0]?.socket.on("message", (bytes) => heard.push(bytes[7] ?? -1));

    await eventually(() => latOf("1"));
    const from = latOf("1") ?? 0;
    await eventually(() => (latOf("1") ?? 0) > from);
    await eventually(() => heard.filter((id) => id === 0).length >= 2);

    const view = live.station.snapshot().vehicles["1"];
    expect(view?.name).toMatch(/^D\d+$/);
    expect(view?.presence.state).toBe("heard");
  });

  test("keeps the map alive through a flood of 10,000 frames a second from one peer, and says so", async () => {
    const flooder = vehicle(50);
    flooder.heartbeat();
    const stop = setInterval(() => {
      for (let i = 0; i < 200; i++) flooder.position(30.9, 120.5, 1);
    }, 20);
    stops.push(() => clearInterval(stop));

    const alert = await eventually(() => alertOf("link-flood"));
    const from = latOf("1") ?? 0;
    await eventually(() => (latOf("1") ?? 0) > from + 3e-6);
    // The flooding vehicle's own mark is there too.
    expect(latOf("50")).toBeCloseTo(30.9);

    clearInterval(stop);
    expect(alert.severity).toBe("warning");
    expect(String(alert.params.link)).toContain("127.0.0.1");
    await eventually(() => alertOf("link-flood")?.active === false);
  });

  test("counts garbage, warns of it and still shows what comes in between", async () => {
    const noisy = vehicle(51);
    let seed = 1;
    const noise = () =>
      Uint8Array.from({ length: 200 }, () => {
        seed = (seed * 48271) % 2147483647;
        return seed & 255;
      });
    const stop = setInterval(() => {
      for (let i = 0; i < 5; i++) noisy.send(noise());
      noisy.heartbeat();
      noisy.position(30.95, 120.55);
    }, 100);
    stops.push(() => clearInterval(stop));

    const alert = await eventually(() => alertOf("link-garbage"));
    expect(String(alert.params.link)).toContain("127.0.0.1");
    await eventually(() => latOf("51"));

    clearInterval(stop);
    await eventually(() => alertOf("link-garbage")?.active === false);
  });

  test("keeps a booting autopilot's text as a note on its channel", async () => {
    const booting = vehicle(52);
    booting.send(new TextEncoder().encode("\n\nArduCopter V4.4.0 starting\nInit RAM\n"));
    booting.heartbeat();

    const text = await eventually(() =>
      Object.values(live.station.snapshot().links)
        .flatMap((link) => link.channels)
        .find((channel) => channel.bootText?.includes("ArduCopter")),
    );

    expect(text.bootText).toBe("ArduCopter V4.4.0 starting\nInit RAM");
  });

  test("warns when another ground station uses its system id", async () => {
    const rival = vehicle(255);
    rival.send(rival.writer.write("HEARTBEAT", { type: 6, autopilot: 8, systemStatus: 4, mavlinkVersion: 3 }));

    const alert = await eventually(() => alertOf("gcs-id-conflict"));

    expect(alert.params.systemId).toBe(255);
    expect(live.station.snapshot().vehicles["255"]).toBeUndefined();
  });

  test("says when a vehicle is lost and when it is back", async () => {
    const shaky = vehicle(53);
    const stop = shaky.fly(30.8, 120.4);
    await eventually(() => live.station.snapshot().vehicles["53"]);
    stop();

    const lost = await eventually(() => alertOf("vehicle-lost", "53"));
    expect(lost).toMatchObject({ vehicleId: "53", active: true });

    stops.push(shaky.fly(30.8, 120.4));
    await eventually(() => alertOf("vehicle-back", "53"));
    expect(alertOf("vehicle-lost", "53")?.active).toBe(false);
  });
});
