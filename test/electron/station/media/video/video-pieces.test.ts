import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openMissionMedia } from "../../../../../electron/station/media/open-mission-media.ts";
import { probeVideo } from "../../../../../electron/station/media/video/probe-video.ts";
import { picturesIn, readPieces } from "../../../../support/framed-pieces.ts";
import { hasFfmpeg, noFfmpeg, type PictureMaker, sendVideo } from "../../../../support/video-sender.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-video-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const framesPerS = 10;
/** As bright as it is old: 4 more with each picture. */
const brighter: PictureMaker = (index) => ({
  ...{ widthPx: 320, heightPx: 240 },
  data: new Uint8Array(320 * 240).fill(20 + 4 * (index % 50)),
});
const brightnessOf = async (jpeg: Uint8Array): Promise<number> => {
  const { channels } = await sharp(jpeg).stats();
  return channels[0]?.mean ?? Number.NaN;
};
const expectedAt = (videoMs: number): number => 20 + 4 * (Math.floor(videoMs / 100 + 0.001) % 50);

/** On the mission's clock. */
const startMs = 60_000;

describe.skipIf(!hasFfmpeg)(`an imported video (skipped where ${noFfmpeg})`, () => {
  const paths = ["mp4", "ts", "mkv"].map((ending) => join(folder, `flight.${ending}`));
  const [mp4 = ""] = paths;

  beforeAll(async () => {
    const size = [320, 240] as const;
    await sendVideo({ to: mp4, pictures: brighter, framesPerS, count: 200, pace: "at-once", keyEvery: 20, size }).done;
    for (const path of paths.slice(1)) spawnSync("ffmpeg", ["-v", "error", "-y", "-i", mp4, "-c", "copy", path]);
  });

  const opened = async (path: string, start = startMs) =>
    openMissionMedia({ videos: [{ id: "v", path, name: "flight", startMs: start, durationMs: 20_000 }] });
  const at = async (media: Awaited<ReturnType<typeof opened>>, positionMs: number) =>
    picturesIn(readPieces(await media.pieces("v", positionMs, positionMs)));

  it.each(["mp4", "ts", "mkv"])("shows its picture at any instant, as %s", async (ending) => {
    const media = await opened(join(folder, `flight.${ending}`));

    for (const videoMs of [0, 3_950, 7_120, 12_040, 19_850]) {
      const [picture, ...others] = await at(media, startMs + videoMs);
      expect(others).toEqual([]);
      expect(picture?.kind).toBe("jpeg");
      expect(startMs + videoMs - (picture?.captureMs ?? 0)).toBeGreaterThanOrEqual(-1);
      expect(startMs + videoMs - (picture?.captureMs ?? 0)).toBeLessThan(110);
      expect(Math.abs((await brightnessOf(picture?.data ?? new Uint8Array())) - expectedAt(videoMs))).toBeLessThan(3);
    }
    await media.close();
  });

  it("gives all pictures of a few seconds with what they mean before them, and few of a long time", async () => {
    const media = await opened(mp4);

    const [config, ...pictures] = readPieces(await media.pieces("v", startMs + 6_000, startMs + 8_000));
    const few = picturesIn(readPieces(await media.pieces("v", startMs, startMs + 20_000, 4_000)));

    expect(config).toEqual({ type: "config", delivery: "jpeg", widthPx: 320, heightPx: 240, grey: false });
    expect(pictures.length).toBeGreaterThanOrEqual(20);
    const times = few.map(({ captureMs }) => captureMs - startMs);
    expect(times).toEqual([0, 4_000, 8_000, 12_000, 16_000]);
    await media.close();
  });

  it("moves with its start, which can be corrected, and is nowhere before it", async () => {
    const media = await opened(mp4);
    expect(await at(media, startMs - 10)).toEqual([]);

    media.setVideos([{ id: "v", path: mp4, name: "flight", startMs: startMs - 5_000, durationMs: 20_000 }]);

    const [moved] = await at(media, startMs);
    expect(moved?.captureMs).toBeCloseTo(startMs, 0);
    expect(Math.abs((await brightnessOf(moved?.data ?? new Uint8Array())) - expectedAt(5_000))).toBeLessThan(3);
    expect(media.feeds).toEqual([{ id: "v", name: "flight", fromMs: startMs - 5_000, toMs: startMs + 15_000 }]);
    await media.close();
  });

  it("tells when it was taken where it knows that, and how long it is", async () => {
    const stamped = join(folder, "stamped.mp4");
    const unset = join(folder, "unset.mp4");
    for (const [path, time] of [
      [stamped, "2026-03-01T10:00:00Z"],
      [unset, "1970-01-01T00:00:00Z"],
    ] as const)
      spawnSync("ffmpeg", ["-v", "error", "-y", "-i", mp4, "-c", "copy", "-metadata", `creation_time=${time}`, path]);

    const facts = { widthPx: 320, heightPx: 240, framesPerS, codec: "h264", durationMs: 20_000 };
    expect(await probeVideo(stamped)).toEqual({
      ok: true,
      facts: { ...facts, creationUtcMs: Date.UTC(2026, 2, 1, 10) },
    });
    expect(await probeVideo(unset)).toEqual({ ok: true, facts });
  });

  it("is refused where it is no video, names other files, or isn't there", async () => {
    const text = join(folder, "text.mp4");
    const playlist = join(folder, "list.m3u8");
    writeFileSync(text, "no video at all".repeat(1_000));
    writeFileSync(playlist, `#EXTM3U\n#EXTINF:20,\n${mp4}\n#EXT-X-ENDLIST\n`);

    for (const path of [text, playlist, join(folder, "nowhere.mp4")])
      expect(await probeVideo(path)).toMatchObject({ ok: false, fault: { code: "not-decodable" } });
    const media = await opened(playlist);
    expect(await at(media, startMs + 1_000)).toEqual([]);
    await media.close();
  });
});
