import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { z } from "zod";
import { logInfo } from "../../electron/station/log-info.ts";

const vehicles = 100;
const messagesPerS = 50;
const seconds = 20;
const runs = 5;
/** Until every vehicle is known and the code is warm, latencies don't count. */
const warmUpMs = 2000;

const moduleAt = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The next message of a child that has this shape. */
const next = <T extends z.ZodType>(child: ChildProcess, shape: T): Promise<z.infer<T>> =>
  new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      const parsed = shape.safeParse(message);
      if (!parsed.success) return;
      child.off("message", onMessage);
      resolve(parsed.data);
    };
    child.on("message", onMessage);
    child.once("exit", (code) => reject(new Error(`A bench process ended with ${code}.`)));
  });

const Ready = z.object({ kind: z.literal("ready"), url: z.string(), udpPort: z.number() });
const Cpu = z.object({ kind: z.literal("cpu"), cpuMicros: z.number(), rssMb: z.number() });
const Closed = z.object({ kind: z.literal("closed"), received: z.number(), vehicles: z.number() });
const Sent = z.object({ sent: z.number() });
const Positions = z.object({
  delta: z.object({
    vehicles: z.record(
      z.string(),
      z.object({ position: z.object({ latDeg: z.number(), lonDeg: z.number() }).optional() }),
    ),
  }),
});

/** Measures, for each position sent, when the client had it or a newer one of the same vehicle. */
class LatencyMeter {
  readonly latenciesMs: number[] = [];
  readonly #seen = new Map<string, { readonly count: number; readonly sentMs: number }>();
  readonly #startMs = performance.now();

  take(text: string): void {
    const nowMs = (performance.timeOrigin + performance.now()) % 60_000;
    const parsed = Positions.safeParse(JSON.parse(text));
    if (!parsed.success) return;
    for (const [id, { position }] of Object.entries(parsed.data.delta.vehicles)) {
      if (position !== undefined) this.#note(id, position, nowMs);
    }
  }

  #note(id: string, position: { readonly latDeg: number; readonly lonDeg: number }, nowMs: number): void {
    const count = Math.round(position.latDeg * 1e7) % 100_000;
    const sentMs = Math.round(position.lonDeg * 1e7) - 1_200_000_000;
    const before = this.#seen.get(id);
    this.#seen.set(id, { count, sentMs });
    if (before === undefined || count <= before.count || performance.now() - this.#startMs < warmUpMs) return;
    // Those that a newer one overtook on the way count too, with their own time of sending.
    const stepMs = sinceMs(sentMs, before.sentMs) / (count - before.count);
    for (let behind = 0; behind < count - before.count; behind++)
      this.latenciesMs.push(sinceMs(nowMs, sentMs) + behind * stepMs);
  }
}

/** Both modulo a minute. */
const sinceMs = (laterMs: number, earlierMs: number): number => {
  const difference = (laterMs - earlierMs + 60_000) % 60_000;
  return difference > 30_000 ? difference - 60_000 : difference;
};

const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

const recordedFrames = async (folder: string): Promise<number> => {
  let frames = 0;
  for (const file of readdirSync(join(folder, "telemetry"), { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".tlog")) continue;
    const info = await logInfo(join(folder, "telemetry", file));
    if (!info.ok) throw new Error(info.fault.detail);
    // Ours, system 255, are recorded too.
    const ours = info.countsBySystemComponent["255/190"] ?? 0;
    frames += info.frames - ours;
  }
  return frames;
};

interface RunFigures {
  readonly [figure: string]: number;
}

const runOnce = async (): Promise<RunFigures> => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-ingest-"));
  const station = fork(moduleAt("./ingest-station.ts"), [folder]);
  const { url, udpPort } = await next(station, Ready);
  const { host, searchParams } = new URL(url);
  const client = new WebSocket(`ws://${host}/api/stream`, {
    headers: { authorization: `Bearer ${searchParams.get("token")}` },
  });
  const meter = new LatencyMeter();
  client.on("message", (data) => meter.take(String(data)));
  await new Promise((resolve) => client.once("open", resolve));

  const askCpu = () => {
    station.send("cpu");
    return next(station, Cpu);
  };
  const before = await askCpu();
  const sender = fork(moduleAt("./ingest-sender.ts"), [udpPort, vehicles, messagesPerS, seconds].map(String));
  const { sent } = await next(sender, Sent);
  const after = await askCpu();
  client.close();
  station.send("close");
  const { received, vehicles: known } = await next(station, Closed);
  const recorded = await recordedFrames(folder);
  rmSync(folder, { recursive: true, force: true });
  return {
    sent,
    received,
    recorded,
    vehicles: known,
    lost: sent - Math.min(received, recorded),
    changes: meter.latenciesMs.length,
    p50Ms: quantile(meter.latenciesMs, 0.5),
    p99Ms: quantile(meter.latenciesMs, 0.99),
    maxMs: quantile(meter.latenciesMs, 1),
    cpuMicrosPerMessage: (after.cpuMicros - before.cpuMicros) / sent,
    cpuShare: (after.cpuMicros - before.cpuMicros) / (seconds * 1e6),
    rssMb: after.rssMb,
  };
};

/**
 * 100 vehicles x 50 messages a second for 20 s over loopback UDP into model, record and one WebSocket client. `lost`: frames
 * sent that the scanner or the record doesn't have; the worst of all runs. The rest are medians of five runs.
 */
export const run = async (): Promise<object> => {
  const results: RunFigures[] = [];
  for (let i = 0; i < runs; i++) results.push(await runOnce());
  const names = Object.keys(results[0] ?? {});
  const medians = names.map((name): [string, number] => {
    const median = quantile(
      results.map((result) => result[name] ?? Number.NaN),
      0.5,
    );
    return [name, Math.round(median * 100) / 100];
  });
  return {
    runs,
    ...Object.fromEntries(medians),
    lost: Math.max(...results.map((result) => result.lost ?? Number.NaN)),
  };
};
