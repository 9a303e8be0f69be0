import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeY16Frame } from "../../../hardware/thermal/y16-stream.ts";
import type { MessageFields } from "../../../shared/mavlink/messages.ts";
import { eventually, type LiveStation, liveStation, UdpVehicle } from "../../support/live-station.ts";
import { ThermalScene } from "../../support/thermal-scene.ts";

const [widthPx, heightPx] = [160, 120];

/** A camera that sends ten frames a second to whoever connects. */
const camera = async () => {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const ground = new ThermalScene(widthPx, heightPx).body(80, 60, 6, 4, 0.5, 6);
  let sequence = 0;
  const world = { sending: true, frozen: false, connections: () => sockets.size };
  const timer = setInterval(() => {
    if (!world.sending) return;
    sequence += 1;
    const frame = ground.frame({ seed: world.frozen ? 0 : sequence, sequence });
    const bytes = encodeY16Frame({ ...frame, captureVehicleTimeMs: 600_000 + sequence * 100 });
    for (const socket of sockets) socket.write(bytes);
  }, 100);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const close = () => {
    clearInterval(timer);
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port, world, close };
};

/** VIDEO_STREAM_STATUS_FLAGS_RUNNING and _THERMAL. */
const runningThermal: number = 3;

describe("a vehicle's thermal stream", () => {
  let live: LiveStation;
  let vehicle: UdpVehicle;
  let thermal: Awaited<ReturnType<typeof camera>>;
  let stop = () => {};

  const announce = (uri: string) => {
    const size = { resolutionH: widthPx, resolutionV: heightPx, framerate: 10, hfov: 57 };
    const fields: Partial<MessageFields["VIDEO_STREAM_INFORMATION"]> = {
      streamId: 1,
      count: 1,
      flags: runningThermal,
      ...size,
      uri,
    };
    vehicle.send(vehicle.writer.write("VIDEO_STREAM_INFORMATION", fields));
  };
  const view = () => live.station.snapshot().vehicles["1"];
  const alert = () => Object.values(live.station.snapshot().alerts).find(({ code }) => code === "thermal-stalled");

  beforeAll(async () => {
    live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
    await eventually(() => Number.isFinite(live.linkPort()));
    thermal = await camera();
    vehicle = new UdpVehicle(1, live.linkPort());
    stop = vehicle.fly();
    await eventually(() => view()?.position);
  }, 60_000);
  afterAll(async () => {
    stop();
    vehicle.close();
    await live.close();
    thermal.close();
  });

  test("is not followed to a stranger's address, and people are told", async () => {
    announce("y16tcp://192.0.2.1:6000");

    await eventually(() => view()?.thermal?.state === "ended");
    expect(view()?.thermal?.detail).toContain("192.0.2.1:6000");
    expect(alert()?.active).toBe(true);
  });

  test("is watched, and what can't be located is said to be so, never pinned to the vehicle", async () => {
    announce(`y16tcp://127.0.0.1:${thermal.port}`);

    await eventually(() => view()?.thermal?.state === "streaming");
    const [feed] = Object.values(live.station.snapshot().feeds);
    expect(feed).toMatchObject({
      vehicleId: "1",
      spectrum: "thermal",
      origin: "vehicle",
      latency: { from: "stamped" },
    });
    // This vehicle tells nothing of how its camera looks.
    const source = await eventually(() => Object.values(live.station.snapshot().heat)[0]);

    expect(source.location).toEqual({ located: false, reason: "no-pose" });
    expect(source.contrastK).toBeGreaterThan(3);
    const picture = await fetch(`${live.origin}/api/vehicles/1/thermal.png`, { headers: live.headers });
    expect(picture.status).toBe(200);
    const [lowK, highK] = ["x-thermal-low-k", "x-thermal-high-k"].map((name) => Number(picture.headers.get(name)));
    expect(lowK).toBeGreaterThan(250);
    expect(highK).toBeGreaterThanOrEqual((lowK ?? 0) + 3);
  });

  test("raises an alert when it stands still and settles it when it goes on", async () => {
    thermal.world.sending = false;
    await eventually(() => alert()?.active === true);
    expect(view()?.thermal?.state).not.toBe("streaming");

    thermal.world.sending = true;
    await eventually(() => alert()?.active === false);
    expect(view()?.thermal?.state).toBe("streaming");
  });

  test("is told of once when its picture is frozen, and that it is over", async () => {
    const frozen = () => Object.values(live.station.snapshot().alerts).find(({ code }) => code === "picture-frozen");
    thermal.world.frozen = true;

    await eventually(() => frozen()?.active === true);
    expect(frozen()).toMatchObject({ vehicleId: "1", count: 1 });
    expect(Object.values(live.station.snapshot().feeds)[0]?.warnings).toContain("frozen");

    thermal.world.frozen = false;
    await eventually(() => frozen()?.active === false);
  });

  test("stays while it still shows what a lost vehicle sees, and is let go once it shows nothing", async () => {
    stop();
    await eventually(() => view()?.presence.state === "lost");
    expect(view()?.thermal?.state).toBe("streaming");
    expect(thermal.world.connections()).toBe(1);

    thermal.world.sending = false;

    await eventually(() => view()?.thermal === undefined && thermal.world.connections() === 0);
    expect(Object.keys(live.station.snapshot().feeds)).toEqual([]);
  });
});
