import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FileLink } from "../../../hardware/link/file-link.ts";
import type { LinkEvent } from "../../../hardware/link/link.ts";
import { createFileLink, createLink } from "../../../hardware/link/open-link.ts";
import { FrameWriter } from "../../../shared/mavlink/codec.ts";
import { encodeTlogRecord } from "../../support/encode-tlog-record.ts";
import { LinkProbe } from "../../support/link-probe.ts";
import { noSharedData, sharedData } from "../../support/shared-data.ts";

const startUs = 1_795_299_851_468_550;
const links: FileLink[] = [];
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lantern-replay-"));
});

afterEach(async () => {
  await Promise.all(links.splice(0).map((link) => link.close()));
  await rm(folder, { recursive: true, force: true });
});

const heartbeats = (count: number): Uint8Array[] => {
  const writer = new FrameWriter({ systemId: 1, componentId: 1 });
  return Array.from({ length: count }, (_, i) => writer.write("HEARTBEAT", { customMode: i, type: 2 }));
};

/** A log with one heartbeat each `everyMs`, its custom mode counting up. */
const tlog = (count: number, everyMs: number): Uint8Array =>
  Buffer.concat(heartbeats(count).map((frame, i) => encodeTlogRecord(startUs + i * everyMs * 1000, frame)));

const save = async (name: string, bytes: Uint8Array | string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};

const play = (
  path: string,
  before: (link: FileLink) => void = () => {},
): { link: FileLink; probe: LinkProbe; heard: (number | string)[] } => {
  const link = createFileLink(path, { id: "l1" });
  links.push(link);
  before(link);
  // Before the probe, so that what a test waits for has been noted.
  const heard = listen(link);
  const probe = new LinkProbe(link);
  link.open();
  return { link, probe, heard };
};

/** The custom modes of the heartbeats that came, with "rewound" and "sought" in their place. */
const listen = (link: FileLink): (number | string)[] => {
  const heard: (number | string)[] = [];
  link.on((event: LinkEvent) => {
    if (event.kind === "bytes")
      heard.push(new DataView(event.bytes.buffer, event.bytes.byteOffset).getUint16(10, true));
    else if (event.kind === "rewound") heard.push("rewound");
    else if (event.kind === "sought") heard.push(`sought ${event.positionMs}`);
  });
  return heard;
};

describe("a replayed .tlog", () => {
  test("hands over the frames without their stamps, at their time, and ends", async () => {
    const frames = heartbeats(20);
    const path = await save("a.tlog", tlog(20, 5));
    const seen: { bytes: Uint8Array; utcUs: number; positionMs: number }[] = [];
    const { link, probe } = play(path, (opened) =>
      opened.on((event) => {
        if (event.kind === "bytes")
          seen.push({ bytes: new Uint8Array(event.bytes), utcUs: event.utcUs, positionMs: opened.positionMs });
      }),
    );
    const beganMs = performance.now();

    await probe.state("ended");

    expect(performance.now() - beganMs).toBeGreaterThan(80);
    expect(seen.map(({ bytes }) => bytes)).toEqual(frames);
    expect(seen.map(({ utcUs }) => utcUs)).toEqual(frames.map((_, i) => startUs + i * 5000));
    expect(seen.map(({ positionMs }) => positionMs)).toEqual(frames.map((_, i) => i * 5));
    expect(link.summary).toEqual({
      format: "tlog",
      startUtcUs: startUs,
      durationMs: 95,
      frames: 20,
      skippedBytes: 0,
      tailBytes: 0,
    });
    expect([link.positionMs, link.playing, probe.channel.remote, probe.channel.send(new Uint8Array(1))]).toEqual([
      95,
      false,
      "a.tlog",
      false,
    ]);
  });

  test("plays faster when told so", async () => {
    const { link, probe } = play(await save("a.tlog", tlog(100, 100)));
    await probe.state("open");
    const beganMs = performance.now();

    link.set({ speed: 100 });
    await probe.state("ended");

    expect(link.durationMs).toBe(9_900);
    expect(performance.now() - beganMs).toBeGreaterThan(90);
    expect(performance.now() - beganMs).toBeLessThan(link.durationMs * 0.8);
  });

  test("stands still while paused", async () => {
    const { link, probe, heard } = play(await save("a.tlog", tlog(100, 20)));
    await probe.state("open");
    link.set({ playing: false });
    const before = [heard.length, link.positionMs];

    await new Promise((resolve) => setTimeout(resolve, 150));

    expect([heard.length, link.positionMs]).toEqual(before);
    link.set({ playing: true });
    await probe.until("more", () => heard.length > (before[0] ?? 0));
  });

  test("sought ahead feeds everything in between, at once", async () => {
    const { link, probe, heard } = play(await save("a.tlog", tlog(1_000, 1_000)));
    await probe.state("open");

    link.set({ playing: false, positionMs: 500_000 });
    await probe.until("place", () => heard.includes("sought 500000"));

    expect(heard).toEqual([...Array.from({ length: 501 }, (_, i) => i), "sought 500000"]);
    expect(link.positionMs).toBe(500_000);
  });

  test("sought back says so, begins anew and feeds up to the place", async () => {
    const { link, probe, heard } = play(await save("a.tlog", tlog(1_000, 1_000)));
    await probe.state("open");
    link.set({ playing: false, positionMs: 800_000 });
    await probe.until("place", () => heard.includes("sought 800000"));
    heard.length = 0;

    link.set({ positionMs: 3_500 });
    await probe.until("place", () => heard.includes("sought 3500"));

    expect(heard).toEqual(["rewound", 0, 1, 2, 3, "sought 3500"]);
    expect([link.positionMs, link.playing, link.state.state]).toEqual([3_500, false, "open"]);
  });

  test("takes the newest of many seeks and feeds nothing twice", async () => {
    const { link, probe, heard } = play(await save("a.tlog", tlog(2_000, 1_000)));
    await probe.state("open");

    for (const positionMs of [1_500_000, 20_000, 900_000, 10_000]) link.set({ playing: false, positionMs });
    await probe.until("place", () => heard.includes("sought 10000"));

    const fresh = heard.slice(heard.lastIndexOf("rewound") + 1);
    expect(fresh).toEqual([...Array.from({ length: 11 }, (_, i) => i), "sought 10000"]);
  });

  test("begins anew when played from its end, and a seek beyond the end is the end", async () => {
    const { link, probe, heard } = play(await save("a.tlog", tlog(10, 1_000)));
    await probe.state("open");
    link.set({ positionMs: 1e9 });
    await probe.state("ended");
    expect(link.positionMs).toBe(9_000);
    heard.length = 0;

    link.set({ playing: true });
    await probe.until("beginning", () => heard.includes(0));

    expect(heard.slice(0, 2)).toEqual(["rewound", 0]);
    expect(link.playing).toBe(true);
  });

  test("keeps a pause of the log and lets the viewer jump over it", async () => {
    const late = heartbeats(8).map((frame, i) => encodeTlogRecord(startUs + 600_000_000 + i * 1000, frame));
    const { link, probe } = play(await save("a.tlog", Buffer.concat([tlog(5, 10), ...late])));
    await probe.state("open");

    expect(link.durationMs).toBeCloseTo(600_007, 3);
  });

  test("shrugs off stamps that step back and damaged ones", async () => {
    const frames = heartbeats(200);
    const stamps = frames.map((_, i) => startUs + i * 10_000);
    stamps[50] = (stamps[50] ?? 0) - 900;
    stamps[100] = (stamps[100] ?? 0) + 3_000_000_000;
    stamps[150] = 5;
    const log = Buffer.concat(frames.map((frame, i) => encodeTlogRecord(stamps[i] ?? 0, frame)));
    const positions: number[] = [];
    const { link, probe } = play(await save("a.tlog", log), (opened) =>
      opened.on((event) => {
        if (event.kind === "bytes") positions.push(opened.positionMs);
      }),
    );
    await probe.state("open");
    link.set({ speed: 100 });
    await probe.state("ended");

    expect(link.durationMs).toBe(1_990);
    expect(positions).toHaveLength(200);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
  });

  test("whose tail was cut plays to its last whole frame and says how much is missing", async () => {
    const whole = tlog(10, 1);
    const { link, probe, heard } = play(await save("a.tlog", whole.subarray(0, whole.length - 5)));

    await probe.state("ended");

    expect(heard).toHaveLength(9);
    expect(link.summary?.tailBytes).toBe(whole.length / 10 - 5);
  });

  test("leaves room for others: a long seek doesn't hold the event loop", async () => {
    const { link, probe } = play(await save("a.tlog", tlog(30_000, 10)));
    // A listener that works for its bytes, as a station does.
    link.on((event) => {
      if (event.kind === "bytes")
        for (let i = 0, end = performance.now() + 0.01; i < 1e6 && performance.now() < end; ) i++;
    });
    await probe.state("open");
    let turns = 0;
    const timer = setInterval(() => turns++, 1);

    link.set({ positionMs: 290_000 });
    await probe.until("place", () => probe.events.some((event) => event.kind === "sought"));
    clearInterval(timer);

    // Some 300 ms of work; held in one piece, no other turn would come in between.
    expect(turns).toBeGreaterThan(5);
  });
});

describe("a replayed raw stream", () => {
  test("hands over every byte, boot text too, paced by the vehicle's clock", async () => {
    const writer = new FrameWriter({ systemId: 1, componentId: 1 });
    const attitudes = Array.from({ length: 30 }, (_, i) => writer.write("ATTITUDE", { timeBootMs: 5_000 + i * 10 }));
    const bytes = Buffer.concat([Buffer.from("Init ArduCopter\n"), ...attitudes]);
    const { link, probe } = play(await save("boot.bin", bytes));

    await probe.state("ended");

    expect(Buffer.from(probe.text("boot.bin"), "latin1").equals(bytes)).toBe(true);
    expect(link.summary?.format).toBe("raw");
    expect(link.durationMs).toBe(290);
  });
});

describe("a replay of what is no log", () => {
  test.each([
    ["an empty file", "", "file-empty", "is empty"],
    ["text", "Dear diary, today we searched the valley. ".repeat(500), "file-unreadable", "no MAVLink frames"],
    [
      "random bytes",
      Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7919 + (i >> 3) * 104729) & 255)),
      "file-unreadable",
      "no MAVLink frames",
    ],
  ])("says of %s what is wrong", async (_name, bytes, code, words) => {
    const { probe } = play(await save("x.tlog", bytes));

    const { fault } = await probe.state("waiting");

    expect(fault.code).toBe(code);
    expect(fault.detail).toContain(words);
  });

  test("says that a file is missing, that a folder is none", async () => {
    const missing = await play(join(folder, "none.tlog")).probe.state("waiting");
    const isFolder = await play(folder).probe.state("waiting");

    expect(missing.fault.code).toBe("file-missing");
    expect(missing.fault.detail).toContain("none.tlog");
    expect(isFolder.fault.code).toBe("file-unreadable");
  });

  test("closes while it waits or opens, without a word more", async () => {
    const { link, probe } = play(await save("a.tlog", tlog(10, 1_000)));
    await link.close();
    const count = probe.events.length;
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(link.state.state).toBe("closed");
    expect(probe.events.length).toBe(count);
  });

  test("is what a file: link string opens", async () => {
    const path = await save("a.tlog", tlog(2, 1));
    await appendFile(path, "");
    const link = createLink(`file:${path}`, { id: "l2" });
    const probe = new LinkProbe(link);
    link.open();

    await probe.state("ended");
    await link.close();
  });
});

const search = sharedData("telemetry/copter_search.tlog");
const noisy = sharedData("telemetry/copter_search_noisy.tlog");

describe.skipIf(search === undefined || noisy === undefined)(`real logs (${noSharedData} where skipped)`, () => {
  test.each([
    ["copter_search.tlog", search, 73_518, 514_033.515],
    ["copter_search_noisy.tlog", noisy, 35_865, 514_028.088],
  ])("%s gives every whole frame and its true length", async (_name, path, frames, durationMs) => {
    const { link, probe } = play(path ?? "");
    let count = 0;
    link.on((event) => {
      if (event.kind === "bytes") count++;
    });
    await probe.state("open");
    link.set({ positionMs: 1e12 });
    await probe.state("ended");

    expect(count).toBe(link.summary?.frames);
    expect(count).toBeGreaterThanOrEqual(frames);
    expect(link.durationMs).toBeCloseTo(durationMs, 3);
  });
});
