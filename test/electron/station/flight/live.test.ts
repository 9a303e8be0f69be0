import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { decodeMessage } from "../../../../shared/mavlink/codec.ts";
import { FrameScanner } from "../../../../shared/mavlink/scanner.ts";
import { eventually, type LiveStation, liveStation, UdpVehicle } from "../../../support/live-station.ts";

const ann = { id: "ann-1", name: "Ann" } as const;
const ben = { id: "ben-1", name: "Ben" } as const;
const stick = { kind: "vehicle.steer", vehicleId: "1", forward: 1, right: 0, up: 0, turn: 0 } as const;

describe("a live station with people at screens", () => {
  let live: LiveStation;
  let vehicle: UdpVehicle;
  let stop = () => {};

  const screen = async (operator: { readonly id: string; readonly name: string }) => {
    const query = new URLSearchParams({ operator: operator.id, name: operator.name });
    const socket = new WebSocket(`${live.origin.replace("http", "ws")}/api/stream?${query}`, { headers: live.headers });
    await new Promise((resolve) => socket.once("message", resolve));
    return socket;
  };
  /** How far forward the sticks were that the vehicle heard of. */
  const forwards: number[] = [];
  const listen = () => {
    const scanner = new FrameScanner();
    vehicle.socket.on("message", (bytes) =>
      scanner.push(bytes, (frame) => {
        const message = decodeMessage(frame);
        if (message?.name === "MANUAL_CONTROL") forwards.push(message.fields.x);
      }),
    );
  };

  beforeAll(async () => {
    live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
    await eventually(() => Number.isFinite(live.linkPort()));
    vehicle = new UdpVehicle(1, live.linkPort());
    listen();
    stop = vehicle.fly();
    await eventually(() => live.station.snapshot().vehicles["1"]?.position);
  }, 60_000);
  afterAll(async () => {
    stop();
    vehicle.close();
    await live.close();
  });

  test("shows who is here, each once, while they are", async () => {
    const sockets = [await screen(ann), await screen(ann), await screen(ben)];
    const together = live.station.snapshot().station.operators;
    sockets[0]?.close();
    sockets[2]?.close();
    await eventually(() => live.station.snapshot().station.operators?.length === 1);

    expect(together).toEqual([ann, ben]);
    expect(live.station.snapshot().station.operators).toEqual([ann]);
    sockets[1]?.close();
    await eventually(() => live.station.snapshot().station.operators?.length === 0);
  });

  test("lets a stick go when the screen that holds it is gone", async () => {
    const socket = await screen(ann);
    const timer = setInterval(() => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(stick)), 50);
    await eventually(() => forwards.length > 10);
    const steering = live.station.snapshot().vehicles["1"];

    socket.terminate();
    await eventually(() => forwards.at(-1) === 0);
    clearInterval(timer);
    await eventually(() => live.station.snapshot().vehicles["1"]?.manual === undefined);

    expect(steering).toMatchObject({ manual: ann, custody: { holder: ann, holderPresent: true } });
    expect(live.station.snapshot().vehicles["1"]?.custody).toMatchObject({ holder: ann, holderPresent: false });
  });

  test("refuses another, names the holder, and tells of a command by both ways", async () => {
    const refused = await live.request({
      kind: "vehicle.do",
      vehicleId: "1",
      operator: ben,
      action: { kind: "set-speed", speedMps: 4 },
    });
    const begun = await live.request({
      kind: "vehicle.do",
      vehicleId: "1",
      operator: ann,
      action: { kind: "set-speed", speedMps: 4 },
    });
    const id = begun.operations?.[0]?.id ?? "";

    expect(refused).toMatchObject({
      ok: false,
      fault: { code: "held-by-other", detail: expect.stringContaining("Ann") },
    });
    expect(live.station.snapshot().operations[id]).toMatchObject({ kind: "set-speed", by: ann });
    const cancelled = await live.request({ kind: "operation.cancel", operationId: id, operator: ann });
    expect(cancelled).toEqual({ ok: true });
    expect(live.station.snapshot().operations[id]?.fault?.code).toBe("cancelled");
  });

  test("answers a bulk command for each vehicle by its name", async () => {
    const result = await live.request({
      kind: "vehicles.do",
      vehicles: [{ vehicleId: "1" }, { vehicleId: "77" }],
      operator: ann,
      action: { kind: "set-speed", speedMps: 4 },
    });
    const twice = await live.request({
      kind: "vehicles.do",
      vehicles: [{ vehicleId: "1" }, { vehicleId: "1" }],
      operator: ann,
      action: { kind: "set-speed", speedMps: 4 },
    });

    expect(result).toMatchObject({
      ok: false,
      fault: { code: "unknown-vehicle", detail: expect.stringContaining("77") },
      operations: [{ vehicleId: "1", kind: "set-speed" }],
    });
    expect(twice).toMatchObject({ ok: false, fault: { code: "bad-request" } });
  });
});
