import { describe, expect, test } from "vitest";
import { PictureChecks } from "../../../../hardware/thermal/picture/picture-checks.ts";
import { movingBlobs } from "../../../support/video-sender.ts";

const [widthPx, heightPx] = [160, 128];
const scene = movingBlobs({ widthPx, heightPx });

/** A noisy scene that moves, with whatever is drawn on it. */
const play = async (
  checks: PictureChecks,
  { seconds = 10, fps = 15, drawn = (_data: Uint8Array, _i: number) => {}, frozen = false } = {},
) => {
  for (let i = 0; i < seconds * fps; i++) {
    const { data } = await scene(frozen ? 0 : i);
    // The ground itself goes by under the camera.
    for (let at = 0; at < data.length; at++)
      data[at] = Math.min(255, (data[at] ?? 0) + (((at % widthPx) + 7 * (frozen ? 0 : i)) % 40) * 2);
    drawn(data, i);
    checks.note(
      { widthPx, heightPx, sequence: i, values: { kind: "grey", data }, captureProcessMs: 0, captureSigmaMs: 0 },
      (1000 * i) / fps,
    );
  }
};

describe("what is odd about pictures", () => {
  test("nothing about a scene that moves", async () => {
    const checks = new PictureChecks();
    await play(checks);
    expect(checks.warnings(10_000, 15)).toEqual([]);
    expect(checks.mask).toBeUndefined();
  });

  test("a picture that stays the same for over 2 s is frozen", async () => {
    const checks = new PictureChecks();
    await play(checks, { frozen: true, seconds: 1.9 });
    expect(checks.warnings(1900, 15)).toEqual([]);
    await play(checks, { frozen: true, seconds: 3 });
    expect(checks.warnings(3000, 15)).toEqual(["frozen"]);
  });

  test("one picture that an encoder sends over and over is frozen, though its key pictures differ a little", () => {
    const checks = new PictureChecks();
    // Coded anew once a second: one pixel in four is a level brighter or darker, as x264 leaves it at 500 kbit/s.
    const coded = (i: number) => {
      const key = Math.floor(i / 15);
      return Uint8Array.from(
        { length: widthPx * heightPx },
        (_, at) => 100 + (at % 40) + ((at * 31 + key * 17) % 8 < 1 ? 1 : 0),
      );
    };
    for (let i = 0; i < 60; i++) {
      const values = { kind: "grey", data: coded(i) } as const;
      checks.note({ widthPx, heightPx, sequence: i, values, captureProcessMs: 0, captureSigmaMs: 0 }, (1000 * i) / 15);
    }

    expect(checks.warnings(4000, 15)).toEqual(["frozen"]);
  });

  test("a scene that stands still is not frozen: its sensor's noise comes through, weak as an encoder leaves it", () => {
    const checks = new PictureChecks();
    for (let i = 0; i < 60; i++) {
      // One pixel in five differs by a level from picture to picture.
      const data = Uint8Array.from(
        { length: widthPx * heightPx },
        (_, at) => 100 + (at % 40) + ((at * 31 + i * 17) % 10 < 1 ? 1 : 0),
      );
      const values = { kind: "grey", data } as const;
      checks.note({ widthPx, heightPx, sequence: i, values, captureProcessMs: 0, captureSigmaMs: 0 }, (1000 * i) / 15);
    }

    expect(checks.warnings(4000, 15)).toEqual([]);
  });

  test("one picture a second is slow; sixty are not", async () => {
    const checks = new PictureChecks();
    await play(checks, { fps: 1, seconds: 6 });
    expect(checks.warnings(6000, 1)).toEqual(["slow"]);
    expect(checks.warnings(6000, 60)).toEqual([]);
  });

  test("black bars are left out of the search, and boxes are put back where they belong", async () => {
    const checks = new PictureChecks();
    const drawn = (data: Uint8Array) => {
      data.fill(0, 0, 16 * widthPx);
      data.fill(0, 112 * widthPx);
    };
    await play(checks, { drawn, seconds: 3 });

    expect(checks.warnings(3000, 15)).toEqual(["letterbox"]);
    expect(checks.content).toEqual({ left: 0, top: 16, right: widthPx, bottom: 112 });
    const cut = checks.mask?.cut({ widthPx, heightPx, data: new Uint8Array(widthPx * heightPx) });
    expect(cut).toMatchObject({ widthPx, heightPx: 96 });
    const box = {
      xPx: 5,
      yPx: 5,
      widthPx: 4,
      heightPx: 4,
      category: "person",
      score: 1,
      personProbability: 1,
    } as const;
    expect(checks.mask?.moved(box)).toMatchObject({ xPx: 5, yPx: 21 });
  });

  test("what is drawn over the scene is learned, and what is found in it dropped", async () => {
    const checks = new PictureChecks();
    const drawn = (data: Uint8Array) => {
      for (let y = 20; y < 32; y++)
        for (let x = 20; x < 60; x++) if (x % 4 < 2) data[y * widthPx + x] = y % 2 ? 255 : 0;
    };
    await play(checks, { drawn, seconds: 12 });

    expect(checks.warnings(12_000, 15)).toEqual(["overlay"]);
    const spot = { widthPx: 8, heightPx: 8, areaPx: 40, contrastK: 50, snr: 20 };
    expect(checks.mask?.hides({ ...spot, xPx: 40, yPx: 26 })).toBe(true);
    expect(checks.mask?.hides({ ...spot, xPx: 110, yPx: 90 })).toBe(false);
  });
});
