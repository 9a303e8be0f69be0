import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Operator } from "../../../../shared/wire/operations.ts";
import type { SteerRequest } from "../../../../shared/wire/requests.ts";
import { eventually } from "../../../support/live-station.ts";
import { serveState } from "../../../support/station-server.ts";

const steer = { kind: "vehicle.steer", vehicleId: "1", forward: 1, right: 0, up: 0, turn: 0 } as const;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const serve = async () => {
  const here: Operator[] = [];
  const steered: SteerRequest[] = [];
  const served = await serveState({
    join: (operator) => {
      here.push(operator);
      return () => here.splice(here.indexOf(operator), 1);
    },
    steer: (request) => steered.push(request),
  });
  closers.push(() => served.server.close());
  const connect = async (query: string) => {
    const socket = new WebSocket(`${served.origin.replace("http", "ws")}/api/stream${query}`, {
      headers: served.headers,
    });
    let closed = false;
    socket.on("close", () => {
      closed = true;
    });
    socket.on("error", () => {});
    await new Promise((resolve) => socket.once("message", resolve));
    return { socket, isClosed: () => closed };
  };
  return { here, steered, connect };
};

describe("what a screen says on the stream", () => {
  it("is where its stick is, as the person whose screen it is", async () => {
    const { here, steered, connect } = await serve();
    const { socket } = await connect("?operator=ann-1&name=Ann%20%E5%AE%89");

    socket.send(JSON.stringify({ ...steer, operator: { id: "somebody-else", name: "Eve" } }));
    await eventually(() => steered.length === 1);

    expect(here).toEqual([{ id: "ann-1", name: "Ann 安" }]);
    expect(steered).toEqual([{ ...steer, operator: { id: "ann-1", name: "Ann 安" } }]);
    socket.close();
    await eventually(() => here.length === 0);
  });

  it("is dropped where it is anything else, and the stream goes on", async () => {
    const { steered, connect } = await serve();
    const { socket, isClosed } = await connect("?operator=ann-1&name=Ann");
    const bad: unknown[] = [
      "no json",
      "{",
      "[]",
      "null",
      JSON.stringify({ ...steer, forward: 1.01 }),
      JSON.stringify({ ...steer, forward: "1" }),
      JSON.stringify({ ...steer, more: 1 }),
      JSON.stringify({ kind: "vehicle.do", vehicleId: "1", action: { kind: "emergency-stop" } }),
      JSON.stringify({ ...steer, forward: null }),
      `{"__proto__":{"x":1},"kind":"vehicle.steer"}`,
    ];

    for (const text of bad) socket.send(String(text));
    socket.send(Buffer.from(JSON.stringify(steer)), { binary: true });
    socket.send(JSON.stringify({ ...steer, end: true }));
    await eventually(() => steered.length > 0);

    expect(steered).toHaveLength(1);
    expect(steered[0]).toMatchObject({ end: true });
    expect(isClosed()).toBe(false);
    socket.close();
  });

  it("ends the stream where it is long", async () => {
    const { steered, connect } = await serve();
    const { socket, isClosed } = await connect("?operator=ann-1&name=Ann");

    socket.send(JSON.stringify({ ...steer, vehicleId: "1".repeat(10_000) }));
    await eventually(isClosed);

    expect(steered).toEqual([]);
  });

  it("comes from nobody where it doesn't say from whom, or too much", async () => {
    const { here, steered, connect } = await serve();
    const nameless = await connect("");
    const endless = await connect(`?operator=${"x".repeat(100)}&name=Ann`);
    const short = await connect("?operator=ann-1");

    nameless.socket.send(JSON.stringify(steer));
    await eventually(() => steered.length === 1);

    expect(steered).toEqual([steer]);
    expect(here).toEqual([{ id: "ann-1", name: "ann-1" }]);
    for (const { socket } of [nameless, endless, short]) socket.close();
  });
});
