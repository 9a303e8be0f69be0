import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel, type MessagePort, type Worker } from "node:worker_threads";
import { encode } from "fast-png";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ffmpegProcesses } from "../../support/ffmpeg-children.ts";
import { hasFfmpeg, movingBlobs, noFfmpeg, sendVideo } from "../../support/video-sender.ts";
import { WatchedFeed } from "../../support/watched-feed.ts";

const isLinux = existsSync("/proc/self/cmdline");
let folder = "";
let watched: WatchedFeed | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "feed-"));
});
afterEach(async () => {
  await watched?.feed.close();
  watched = undefined;
  rmSync(folder, { recursive: true });
});

/** A file that plays for ever is a camera that needs no sender. */
const recordVideo = async (): Promise<string> => {
  const path = join(folder, "flight.mkv");
  const pictures = movingBlobs({ widthPx: 320, heightPx: 256 });
  await sendVideo({ to: path, pictures, size: [320, 256], count: 30, pace: "at-once" }).done;
  return path;
};

describe.skipIf(!hasFfmpeg || !isLinux)(
  `an ffmpeg that is watched over (skipped without /proc, or where ${noFfmpeg})`,
  () => {
    test.each([
      ["killed", "SIGKILL", "stopped-by-itself"],
      ["hung", "SIGSTOP", "stalled"],
    ] as const)("that is %s is started again, and nothing is left of it", async (_word, signal, code) => {
      const path = await recordVideo();
      watched = new WatchedFeed(`file:${path}?loop=1`);
      const { pictures } = watched;
      expect(pictures).toEqual([]);
      await watched.until(() => (watched?.pictures.length ?? 0) > 0);
      const [pid = 0] = ffmpegProcesses(path);

      process.kill(pid, signal);
      await watched.until(() => watched?.starts === 2);

      expect(watched.faults[0]).toMatchObject({ code });
      expect(ffmpegProcesses(path)).toHaveLength(1);
      expect(ffmpegProcesses(path)).not.toContain(pid);
      await watched.feed.close();
      expect(ffmpegProcesses(path)).toEqual([]);
    });

    test("ends with its station, even when that is killed", async () => {
      const path = await recordVideo();
      const program = `
      const { openFeed } = await import(${JSON.stringify(new URL("../../../hardware/thermal/open-feed.ts", import.meta.url).href)});
      const feed = openFeed({ uri: ${JSON.stringify(`file:${path}?loop=1`)}, spectrum: "thermal", latencyMs: 0, latencySigmaMs: 10 });
      feed.on((event) => { if (event.kind === "picture") process.stdout.write("picture\\n"); });
    `;
      const file = join(folder, "station.mjs");
      writeFileSync(file, program);
      const station = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
      await once(station.stdout, "data");
      const [pid = 0] = ffmpegProcesses(path);
      expect(pid).toBeGreaterThan(0);

      station.kill("SIGKILL");
      // Its new parent is the system's: nothing tells us of its end but that it is gone.
      await expect.poll(() => ffmpegProcesses(path)).toEqual([]);
    });

    test("is asked for where there is none, and raw cameras go on without it", async () => {
      const path = await recordVideo();
      const before = process.env.LANTERN_FFMPEG;
      process.env.LANTERN_FFMPEG = "/nowhere/ffmpeg";
      try {
        watched = new WatchedFeed(`file:${path}`);
        await watched.until(() => (watched?.faults.length ?? 0) > 0);
      } finally {
        if (before === undefined) delete process.env.LANTERN_FFMPEG;
        else process.env.LANTERN_FFMPEG = before;
      }

      expect(watched.faults[0]).toMatchObject({ code: "no-ffmpeg" });
      expect(watched.faults[0]?.detail).toContain("apt install ffmpeg");
    });
  },
);

describe("a feed whose worker died", () => {
  test("is searched by the network again, not only shown", async () => {
    const data = Uint8Array.from({ length: 64 * 48 }, (_, at) => (at * 7) % 200);
    writeFileSync(join(folder, "0.png"), encode({ width: 64, height: 48, data, channels: 1, depth: 8 }));
    const lines: MessagePort[] = [];
    const connectDetector = () => {
      const { port1, port2 } = new MessageChannel();
      lines.push(port1);
      port1.unref();
      return port2;
    };
    const started = once(process, "worker");
    watched = new WatchedFeed(`file:${folder}?fps=10&loop=1`, { connectDetector });
    const [worker] = (await started) as [Worker];
    await watched?.until(() => watched?.pictures.length !== 0);

    await worker.terminate();
    await watched?.until(() => watched?.starts === 2);

    expect(watched?.faults[0]).toMatchObject({ code: "stopped-by-itself" });
    expect(lines).toHaveLength(2);
    for (const line of lines) line.close();
  });
});
