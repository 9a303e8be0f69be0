import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { z } from "zod";
import { StreamMessageSchema } from "../../../shared/wire/schemas.ts";
import { eventually, type LiveStation, liveStation, UdpVehicle } from "../../support/live-station.ts";

type Message = z.infer<typeof StreamMessageSchema>;

/** A client that checks every message against the schema and keeps them. */
const connect = async (live: LiveStation, query = "") => {
  const url = `${live.origin.replace("http", "ws")}/api/stream${query}`;
  const socket = new WebSocket(url, { headers: { authorization: live.headers.authorization ?? "" } });
  const messages: Message[] = [];
  const faults: string[] = [];
  socket.on("message", (data) => {
    const parsed = StreamMessageSchema.safeParse(JSON.parse(String(data)));
    if (parsed.success) messages.push(parsed.data);
    else faults.push(JSON.stringify(parsed.error.issues.slice(0, 3)));
  });
  await eventually(() => messages.length > 0);
  const events = () => messages.flatMap((message) => (message.type === "events" ? message.events : []));
  return { socket, messages, faults, events };
};

describe("the stream of a live station", () => {
  let live: LiveStation;
  let vehicle: UdpVehicle;
  let stop = () => {};

  beforeAll(async () => {
    live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
    await eventually(() => Number.isFinite(live.linkPort()));
    vehicle = new UdpVehicle(1, live.linkPort());
    stop = vehicle.fly();
    await eventually(() => live.station.snapshot().vehicles["1"]?.position);
  }, 60_000);
  afterAll(async () => {
    stop();
    vehicle.close();
    await live.close();
  });

  test("begins with a snapshot and goes on with what changed, at most 20 times a second", async () => {
    const client = await connect(live);
    await eventually(() => client.messages.filter((message) => message.type === "delta").length >= 10);

    expect(client.faults).toEqual([]);
    expect(client.messages[0]).toMatchObject({ type: "snapshot", snapshot: { vehicles: { 1: { name: "D1" } } } });
    const deltas = client.messages.flatMap((message) => (message.type === "delta" ? [message.delta] : []));
    // By the station's clock: a busy computer hands several over at once.
    const spanMs = (deltas.at(-1)?.clock.nowMs ?? 0) - (deltas[0]?.clock.nowMs ?? 0);
    expect(spanMs / (deltas.length - 1)).toBeGreaterThan(45);
    expect(deltas.some((delta) => delta.vehicles?.["1"]?.position !== undefined)).toBe(true);
    // What doesn't change isn't said again.
    expect(deltas.every((delta) => delta.vehicles?.["1"]?.name === undefined)).toBe(true);
    client.socket.close();
  });

  test("gives a client that was away what it missed, once", async () => {
    const first = await connect(live);
    await live.request({ kind: "link.add", spec: "udpin:127.0.0.1:0" });
    const seen = await eventually(() => first.events().at(-1));
    first.socket.close();
    await live.request({ kind: "link.remove", linkId: seen.event.kind === "link-added" ? seen.event.linkId : "" });

    const again = await connect(live, `?after=${seen.n}`);
    const missed = await eventually(() => again.events().at(-1));

    expect(again.faults).toEqual([]);
    expect(again.messages[0]).toMatchObject({ type: "snapshot", snapshot: { eventN: seen.n } });
    expect(again.events()).toHaveLength(1);
    expect(missed).toMatchObject({ n: seen.n + 1, event: { kind: "link-removed" } });
    again.socket.close();
  });

  test("lives through a client that talks nonsense or too much", async () => {
    const client = await connect(live);
    client.socket.send("{not json");
    client.socket.send("x".repeat(100_000));
    client.socket.on("error", () => {});
    await new Promise((resolve) => client.socket.once("close", resolve));

    const other = await connect(live);
    expect(other.messages[0]?.type).toBe("snapshot");
    other.socket.close();
  });
});

describe("a station that can't record", () => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-norecord-"));
  let live: LiveStation | undefined;

  afterEach(async () => {
    await live?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("says so loudly, refuses what must be durable, and shows the map all the same", async () => {
    // A file where the folder should be: nothing can be written, whoever asks.
    writeFileSync(join(folder, "occupied"), "");
    live = await liveStation({ links: ["udpin:127.0.0.1:0"], recordFolder: join(folder, "occupied", "records") });
    const station = live.station;
    await eventually(() => Number.isFinite(live?.linkPort()));
    const vehicle = new UdpVehicle(1, live.linkPort());
    const stop = vehicle.fly();

    await eventually(() => station.snapshot().vehicles["1"]?.position);
    const { recording } = station.snapshot().station;
    const alert = Object.values(station.snapshot().alerts).find(({ code }) => code === "recording-failed");
    expect(recording).toMatchObject({ state: "failed" });
    expect(alert).toMatchObject({ severity: "critical", active: true });
    expect(String(alert?.params.detail).length).toBeGreaterThan(20);

    expect(await live.request({ kind: "vehicle.rename", vehicleId: "1", name: "Heron" })).toMatchObject({
      ok: false,
      fault: { code: "recording-failed" },
    });
    expect(station.snapshot().vehicles["1"]?.name).toBe("D1");
    // Its own alert can be acknowledged though nothing can be written.
    expect(await live.request({ kind: "alert.acknowledge", alertId: alert?.id ?? "", by: "Li" })).toEqual({ ok: true });
    expect(station.snapshot().alerts[alert?.id ?? ""]).toMatchObject({ acknowledged: { by: "Li" } });
    stop();
    vehicle.close();
  });
});
