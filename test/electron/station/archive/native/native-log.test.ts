import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { convertNativeLog } from "../../../../../electron/station/archive/native/convert-native-log.ts";
import { type NativeLog, openNativeLog } from "../../../../../electron/station/archive/native/open-native-log.ts";
import { decodeMessage } from "../../../../../shared/mavlink/codec.ts";
import type { MavlinkMessage } from "../../../../../shared/mavlink/messages.ts";
import { TlogReader } from "../../../../../shared/mavlink/tlog.ts";
import type { VehicleState } from "../../../../../shared/vehicle/vehicle-state.ts";
import {
  beginDataFlash,
  beginUlog,
  dataFlashFlight,
  flightStartUtcMs,
  flyDataFlash,
  flyUlog,
  ulogFlight,
} from "../../../../support/native-flights.ts";
import { replayIntoFleet } from "../../../../support/replay-into-fleet.ts";

let folder = "";
const logs: NativeLog[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lantern-native-"));
});
afterEach(async () => {
  for (const log of logs.splice(0)) await log.close();
  await rm(folder, { recursive: true, force: true });
});

const write = async (bytes: Uint8Array): Promise<string> => {
  const path = join(folder, "log");
  await writeFile(path, bytes);
  return path;
};

const opened = async (bytes: Uint8Array): Promise<NativeLog> => {
  const result = await openNativeLog(await write(bytes));
  if (!result.ok) throw new Error(result.fault.detail);
  logs.push(result.log);
  await result.log.whole();
  return result.log;
};

interface Converted {
  readonly messages: readonly { readonly utcMs: number; readonly message: MavlinkMessage; readonly systemId: number }[];
  readonly vehicle: VehicleState | undefined;
}

/** Converts a log, and shows what was made of it to the reducers of the live station. */
const converted = async (bytes: Uint8Array): Promise<Converted> => {
  const target = join(folder, "made.tlog");
  const made = await convertNativeLog({ path: await write(bytes), target });
  if (!made.ok) throw new Error(made.fault.detail);
  const messages: { utcMs: number; message: MavlinkMessage; systemId: number }[] = [];
  const reader = new TlogReader();
  const onRecord: Parameters<TlogReader["push"]>[1] = (utcUs = 0, frame) => {
    const message = decodeMessage(frame);
    if (message === undefined) throw new Error(`Frame ${frame.messageId} is unknown.`);
    messages.push({ utcMs: utcUs / 1_000, message, systemId: frame.systemId });
  };
  reader.push(await readFile(target), onRecord);
  reader.flush(onRecord);
  expect(reader.stats.skippedBytes).toBe(0);
  const { fleet } = replayIntoFleet(target);
  return { messages, vehicle: [...fleet.vehicles.values()][0] };
};

describe("an autopilot's own log, open", () => {
  it("plots any field, as points where there are few and as least and greatest where there are many", async () => {
    const log = await opened(dataFlashFlight(60));
    const startMs = 20_000 - 19_400;

    const points = await log.plot({ field: "BAT[1].Volt", fromMs: 0, toMs: 10_000, steps: 100 });
    const bins = await log.plot({ field: "ATT.Roll", fromMs: startMs, toMs: startMs + 60_000, steps: 6 });
    const element = await log.plot({ field: "ISBD.x[31]", fromMs: 0, toMs: 60_000, steps: 100 });

    expect(points).toMatchObject({ unit: "V", messages: 10 });
    expect(points?.positionMs.slice(0, 3)).toEqual([startMs, startMs + 1_000, startMs + 2_000]);
    expect(points?.least).toEqual(points?.greatest);
    expect(bins?.messages).toBe(600);
    expect(bins?.least).toHaveLength(6);
    expect(bins?.least[0]).toBeCloseTo(1, 5);
    expect(bins?.greatest[0]).toBeCloseTo(1.99, 5);
    expect(bins?.greatest[5]).toBeCloseTo(6.99, 5);
    expect(element?.least).toEqual([15]);
    expect(await log.plot({ field: "ATT.Nothing", fromMs: 0, toMs: 1, steps: 5 })).toBeUndefined();
    expect(await log.plot({ field: "MSG.Message", fromMs: 0, toMs: 1, steps: 5 })).toBeUndefined();
  });

  it("shows messages before and after an instant, of chosen streams or with words in them", async () => {
    const log = await opened(dataFlashFlight(10));
    const atMs = 600 + 5_000;

    const back = await log.messages({ atMs, direction: "back", count: 3, streams: ["POS"] });
    const on = await log.messages({ atMs, direction: "on", count: 2, streams: ["POS", "BAT[1]"] });
    const words = await log.messages({ atMs: 0, direction: "on", count: 5, text: "ekf3 imu" });
    const all = await log.messages({ atMs: 1e9, direction: "back", count: 10_000 });

    expect(back.messages.map(({ positionMs }) => positionMs)).toEqual([5_400, 5_500, 5_600]);
    expect(back.messages[2]).toMatchObject({ utcMs: flightStartUtcMs + 5_000, stream: "POS", fields: { Alt: 524 } });
    expect(back.more).toBe(true);
    expect(on.messages.map(({ positionMs, stream }) => [stream, positionMs])).toEqual([
      ["POS", 5_700],
      ["POS", 5_800],
    ]);
    expect(words.messages.map(({ fields }) => fields.Message)).toEqual(["EKF3 IMU0 is using GPS"]);
    expect(all.more).toBe(false);
    expect(all.messages).toHaveLength(log.streams.reduce((sum, { count }) => sum + count, 0));
    for (const [n, message] of all.messages.entries())
      expect(message.positionMs).toBeGreaterThanOrEqual(all.messages[n - 1]?.positionMs ?? 0);
  });

  it("ends a search whose signal says so", async () => {
    const log = await opened(dataFlashFlight(10));
    const signal = AbortSignal.abort(new Error("gone"));

    const search = log.messages({ atMs: 0, direction: "on", count: 5, text: "nowhere", signal });

    await expect(search).rejects.toThrow("gone");
  });

  it("shows the texts of a ULog among its messages", async () => {
    const log = await opened(ulogFlight(10));

    const { messages } = await log.messages({ atMs: 0, direction: "on", count: 5, text: "return advised" });

    expect(messages).toMatchObject([
      {
        positionMs: 3_000,
        stream: "logged_message",
        fields: { log_level: 52, timestamp: 23_000_000, message: "Low battery level! Return advised" },
      },
    ]);
  });

  it("tells UTC by its receiver, also for what came before the first fix", async () => {
    const log = await opened(dataFlashFlight(10));

    expect(log.startUtcMs).toBe(flightStartUtcMs - 600);
    expect(log.durationMs).toBe(600 + 9_900);
    expect(log.clock).toEqual([{ fromMs: 0, utcOffsetMs: flightStartUtcMs - 600 }]);
  });

  it("goes on where the autopilot booted anew, and says so", async () => {
    const log = beginDataFlash();
    flyDataFlash(log, 5, 100);
    flyDataFlash(log, 5);
    const native = await opened(log.bytes);

    const plot = await native.plot({ field: "ATT.Roll", fromMs: 0, toMs: 1e9, steps: 10_000 });

    expect(native.anomalies).toContainEqual(expect.objectContaining({ kind: "clock-back" }));
    expect(plot?.messages).toBe(100);
    for (const [n, at] of (plot?.positionMs ?? []).entries())
      expect(at).toBeGreaterThanOrEqual(plot?.positionMs[n - 1] ?? 0);
  });

  it("shows dropouts, damage and a cut end as what they are", async () => {
    const log = beginUlog();
    flyUlog(log, 6);
    log.raw(new Uint8Array(400).fill(1));
    flyUlog(log, 1, 6);
    const native = await opened(log.bytes.subarray(0, log.length - 10));

    expect(native.anomalies).toEqual([
      expect.objectContaining({ kind: "gap", amount: 350, positionMs: 5_000 }),
      expect.objectContaining({ kind: "damage", amount: 400 }),
      expect.objectContaining({ kind: "cut" }),
    ]);
  });

  it("is refused by its content where it is empty or something else", async () => {
    expect(await openNativeLog(await write(new Uint8Array(0)))).toMatchObject({ fault: { code: "empty" } });
    expect(await openNativeLog(await write(new Uint8Array(5_000)))).toMatchObject({
      fault: { code: "not-this-format" },
    });
    expect(await openNativeLog(join(folder, "absent"))).toMatchObject({ fault: { code: "cannot-read" } });
  });

  it("can be closed while it is being read", async () => {
    const result = await openNativeLog(await write(dataFlashFlight(120)));
    if (!result.ok) throw new Error(result.fault.detail);

    await result.log.close();

    expect(result.log.progress.whole).toBe(true);
  });
});

describe("the telemetry made of an autopilot's own log", () => {
  it("shows an ArduPilot flight through the live reducers", async () => {
    const { messages, vehicle } = await converted(dataFlashFlight(20));

    expect(vehicle).toMatchObject({
      id: "7",
      kind: "multirotor",
      autopilot: "ardupilot",
      mavType: 13,
      armed: true,
      mode: { name: "AUTO" },
      home: { latDeg: 48.1, lonDeg: 11.5, altMslM: 520 },
      gps: { fix: "dgps", satellites: 14, horizontalAccuracyM: 0.5 },
      battery: { fraction: 0.8 },
      mission: { currentSeq: 1, total: 3 },
      health: { ekf: "good" },
    });
    expect(vehicle?.position?.latDeg).toBeCloseTo(48.1 + (19.9 * 5) / 111_200, 5);
    expect(vehicle?.position?.altHomeM).toBeCloseTo(20, 3);
    expect(vehicle?.velocity?.northMps).toBeCloseTo(5, 2);
    expect(vehicle?.statusTexts.map(({ text }) => text)).toContain("EKF3 IMU0 is using GPS");
    const feedback = messages.find(({ message }) => message.name === "CAMERA_FEEDBACK");
    expect(feedback?.utcMs).toBe(flightStartUtcMs + 4_000);
    const mode = messages.filter(({ message }) => message.name === "HEARTBEAT" && message.fields.customMode === 3)[0];
    expect(mode?.utcMs).toBe(flightStartUtcMs + 2_000);
    const items = messages.filter(({ message }) => message.name === "MISSION_ITEM_INT");
    expect(items).toHaveLength(3);
  });

  it("shows a PX4 flight through the live reducers", async () => {
    const { messages, vehicle } = await converted(ulogFlight(20));

    expect(vehicle).toMatchObject({
      id: "9",
      kind: "multirotor",
      autopilot: "px4",
      armed: true,
      mode: { name: "Mission" },
      home: { latDeg: 48.1, lonDeg: 11.5, altMslM: 520 },
      gps: { fix: "3d", satellites: 15 },
      battery: { fraction: 0.75 },
      mission: { currentSeq: 1, total: 4, reachedSeq: 0 },
    });
    expect(vehicle?.position?.lonDeg).toBeCloseTo(11.5 + (19.9 * 3) / 74_300, 5);
    expect(vehicle?.attitude?.yawRad).toBeCloseTo(Math.PI / 2, 4);
    expect(vehicle?.velocity?.eastMps).toBeCloseTo(3, 2);
    expect(vehicle?.statusTexts).toMatchObject([{ severity: 4, text: "Low battery level! Return advised" }]);
    const parameters = messages.flatMap(({ message }) =>
      message.name === "PARAM_VALUE" ? [message.fields.paramId] : [],
    );
    expect(parameters).toEqual(["MAV_SYS_ID", "MPC_XY_CRUISE"]);
  });

  it("begins with the log and never steps back, also over a boot", async () => {
    const log = beginDataFlash();
    flyDataFlash(log, 5, 100);
    flyDataFlash(log, 5);
    const { messages } = await converted(log.bytes);

    expect(messages[0]?.message.name).toBe("SYSTEM_TIME");
    for (const [n, { utcMs }] of messages.entries()) expect(utcMs).toBeGreaterThanOrEqual(messages[n - 1]?.utcMs ?? 0);
  });

  it("counts from the log's beginning where no receiver had the time", async () => {
    const log = beginUlog();
    for (let n = 0; n < 50; n++) log.data("vehicle_status", [5_000_000 + n * 100_000, 1, 4, 2, 0]);
    const { messages } = await converted(log.bytes);

    expect(messages[0]?.utcMs).toBe(0);
    expect(messages.at(-1)?.utcMs).toBeLessThan(10_000);
    expect(messages.every(({ message }) => message.name !== "SYSTEM_TIME" || message.fields.timeUnixUsec === 0n)).toBe(
      true,
    );
  });

  it("of a damaged log holds what was whole, and throws nothing", async () => {
    const bytes = dataFlashFlight(60);
    let seed = 11;
    const random = () => {
      seed = (seed * 48_271) % 0x7fffffff;
      return seed / 0x7fffffff;
    };
    const damaged = bytes.map((byte, at) => (at > 4_000 && random() < 0.02 ? Math.floor(random() * 256) : byte));

    const { vehicle, messages } = await converted(damaged);

    expect(vehicle).toMatchObject({ id: "7", autopilot: "ardupilot" });
    const lastMs = messages.at(-1)?.utcMs ?? 0;
    expect(Math.abs(lastMs - (flightStartUtcMs + 60_000))).toBeLessThan(120_000);
  });

  it("isn't made of a header alone, and nothing is left of what fails", async () => {
    const target = join(folder, "made.tlog");
    const headerOnly = ulogFlight(1).subarray(0, 59);
    const notALog = new Uint8Array(100);

    expect(await convertNativeLog({ path: await write(headerOnly), target })).toMatchObject({
      fault: { code: "no-records" },
    });
    expect(await convertNativeLog({ path: await write(notALog), target })).toMatchObject({
      fault: { code: "not-this-format" },
    });
    const stop = new AbortController();
    stop.abort();
    expect(await convertNativeLog({ path: await write(ulogFlight(5)), target, signal: stop.signal })).toMatchObject({
      ok: false,
    });
    expect(await readdir(folder)).toEqual(["log"]);
  });
});
