import { access, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterEach, beforeEach, expect, it } from "vitest";
import { convertNativeLog } from "../../../../../electron/station/archive/native/convert-native-log.ts";
import { openNativeLogAway } from "../../../../../electron/station/archive/native/native-log-thread.ts";
import { openNativeLog } from "../../../../../electron/station/archive/native/open-native-log.ts";
import { convertInThread } from "../../../../../electron/station/archive/native/run-native-job.ts";
import { beginDataFlash, dataFlashFlight, flyDataFlash, ulogFlight } from "../../../../support/native-flights.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lantern-native-threads-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = async (bytes: Uint8Array): Promise<string> => {
  const path = join(folder, "flight.bin");
  await writeFile(path, bytes);
  return path;
};

/** Some ten megabytes: a flight over and over, as a logger that is never switched off writes it. */
const longLog = (): Uint8Array => {
  const flight = beginDataFlash();
  flyDataFlash(flight, 400);
  const times = Math.ceil(10e6 / flight.bytes.length);
  return Buffer.concat(Array.from({ length: times }, () => flight.bytes));
};

/** What this thread computes meanwhile, ms; unlike time it is the same on a busy machine. */
const computing = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
};

it("leaves the thread that flies vehicles free while a long log is converted, read and plotted", async () => {
  const path = await write(longLog());
  const delay = monitorEventLoopDelay({ resolution: 5 });

  const hereMs = await computing(async () => {
    await convertNativeLog({ path, target: join(folder, "here.tlog") });
    const opened = await openNativeLog(path);
    if (!opened.ok) throw new Error(opened.fault.detail);
    await opened.log.whole();
    await opened.log.plot({ field: "ATT.Roll", fromMs: 0, toMs: opened.log.durationMs, steps: 500 });
    await opened.log.close();
  });
  const fractions: number[] = [];
  delay.enable();
  const awayMs = await computing(async () => {
    const onProgress = (fraction: number) => void fractions.push(fraction);
    expect(await convertInThread({ path, target: join(folder, "away.tlog"), onProgress })).toMatchObject({ ok: true });
    const opened = await openNativeLogAway(path);
    if (!opened.ok) throw new Error(opened.fault.detail);
    await opened.log.whole();
    await opened.log.plot({ field: "ATT.Roll", fromMs: 0, toMs: opened.log.durationMs, steps: 500 });
    await opened.log.close();
  });
  delay.disable();

  expect(await readFile(join(folder, "away.tlog"))).toEqual(await readFile(join(folder, "here.tlog")));
  expect(awayMs).toBeLessThan(hereMs / 4);
  // Generous: where many share a processor, whoever waits for it waits so long now and then.
  expect(delay.max / 1e6).toBeLessThan(5_000);
  expect(fractions.length).toBeGreaterThan(20);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
}, 120_000);

it("answers from another thread what it would have answered itself", async () => {
  const path = await write(dataFlashFlight(60));
  const [here, away] = [await openNativeLog(path), await openNativeLogAway(path)];
  if (!here.ok || !away.ok) throw new Error("It can't be opened.");
  await Promise.all([here.log.whole(), away.log.whole()]);
  const plot = { field: "GPS.Alt", fromMs: 0, toMs: 60_000, steps: 40 };
  const search = { atMs: 30_000, direction: "back", count: 20, text: "ekf" } as const;

  expect(away.log.streams).toEqual(here.log.streams);
  expect(away.log).toMatchObject({ path, format: "dataflash", progress: { whole: true } });
  expect(away.log.durationMs).toBe(here.log.durationMs);
  expect(await away.log.plot(plot)).toEqual(await here.log.plot(plot));
  expect(await away.log.plot({ ...plot, field: "GPS.Nothing" })).toBeUndefined();
  expect(await away.log.messages(search)).toEqual(await here.log.messages(search));
  await Promise.all([here.log.close(), away.log.close()]);
});

it("stops when nobody waits for it any more, and leaves nothing", async () => {
  const path = await write(longLog());
  const stop = new AbortController();

  const converted = convertInThread({
    ...{ path, target: join(folder, "made.tlog"), signal: stop.signal },
    onProgress: () => stop.abort(),
  });

  expect(await converted).toMatchObject({ ok: false, fault: { code: "stopped" } });
  expect(await readdir(folder)).toEqual(["flight.bin"]);
});

it("ends a search for words, and whatever else is asked of a log that is closed", async () => {
  const opened = await openNativeLogAway(await write(dataFlashFlight(60)));
  if (!opened.ok) throw new Error(opened.fault.detail);
  const { log } = opened;
  await log.whole();
  const stop = new AbortController();
  const search = { atMs: 60_000, direction: "back", count: 20, text: "nobody says this" } as const;

  const stopped = log.messages({ ...search, signal: stop.signal });
  stop.abort();
  await expect(stopped).rejects.toThrow();
  await log.close();

  await expect(log.messages(search)).rejects.toThrow("closed");
  await log.close();
});

it("says why a log can't be opened, or written", async () => {
  const path = await write(new Uint8Array(5_000));

  expect(await openNativeLogAway(path)).toMatchObject({ ok: false, fault: { code: "not-this-format" } });
  expect(await openNativeLogAway(join(folder, "absent"))).toMatchObject({ ok: false, fault: { code: "cannot-read" } });
  await expect(convertInThread({ path: join(folder, "absent"), target: join(folder, "x") })).rejects.toMatchObject({
    code: "ENOENT",
  });
  const ulog = await write(ulogFlight(5));
  await expect(convertInThread({ path: ulog, target: join(folder, "no", "x") })).rejects.toMatchObject({
    code: "ENOENT",
  });
  await expect(access(join(folder, "x"))).rejects.toThrow();
});
