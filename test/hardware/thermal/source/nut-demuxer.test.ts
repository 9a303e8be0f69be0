import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NutDemuxer, type NutFrame } from "../../../../hardware/thermal/source/nut-demuxer.ts";
import { hasFfmpeg, noFfmpeg } from "../../../support/video-sender.ts";

/** Some pictures in the container, as ffmpeg itself writes them to a pipe. */
const container = (args: readonly string[]): Uint8Array => {
  const input = ["-f", "lavfi", "-i", "testsrc=size=32x16:rate=10", "-frames:v", "12"];
  const run = spawnSync(process.env.LANTERN_FFMPEG ?? "ffmpeg", [
    "-v",
    "error",
    ...input,
    ...args,
    "-f",
    "nut",
    "pipe:1",
  ]);
  return new Uint8Array(run.stdout);
};

const demux = (bytes: Uint8Array, cuts: readonly number[] = []): { frames: NutFrame[]; demuxer: NutDemuxer } => {
  const demuxer = new NutDemuxer();
  const frames: NutFrame[] = [];
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    demuxer.push(bytes.subarray(from, to), (frame) => frames.push(frame));
    from = to;
  }
  return { frames, demuxer };
};

describe.skipIf(!hasFfmpeg)(`the container that ffmpeg sends pictures in (skipped where ${noFfmpeg})`, () => {
  const raw = hasFfmpeg ? container(["-pix_fmt", "gray", "-c:v", "rawvideo"]) : new Uint8Array();

  test("brings each picture with its time and size", () => {
    const { frames, demuxer } = demux(raw);

    expect(demuxer.stream).toMatchObject({ widthPx: 32, heightPx: 16 });
    expect(frames.map(({ ptsMs }) => Math.round(ptsMs))).toEqual(Array.from({ length: 12 }, (_, i) => 100 * i));
    expect(frames.every(({ data, key }) => data.length === 512 && key)).toBe(true);
  });

  test("brings coded pictures as they are, key pictures marked", () => {
    const { frames, demuxer } = demux(container(["-c:v", "libx264", "-tune", "zerolatency", "-g", "5"]));

    expect(demuxer.stream?.fourcc).toBe("H264");
    expect(frames.map(({ key }) => key)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((i) => i % 5 === 0));
  });

  test("is read the same however it is cut", () => {
    const whole = demux(raw).frames;

    for (let cut = 1; cut < raw.length; cut++) expect(demux(raw, [cut]).frames).toHaveLength(12);
    const bytewise = demux(raw, Array.from(raw.keys())).frames;

    expect(bytewise).toEqual(whole);
  });

  test("goes on after damage, and takes nothing that isn't there", () => {
    fc.assert(
      fc.property(fc.nat(raw.length - 1), fc.uint8Array({ minLength: 1, maxLength: 60 }), (at, noise) => {
        const damaged = raw.slice();
        damaged.set(noise.subarray(0, raw.length - at), at);
        const { frames } = demux(damaged);
        expect(frames.length).toBeLessThanOrEqual(60);
      }),
      { numRuns: 300 },
    );
  });

  test("never throws on what is none of it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        expect(demux(bytes).frames).toEqual([]);
      }),
    );
  });
});
