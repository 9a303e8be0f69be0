import { describe, expect, test } from "vitest";
import { FrozenWatch } from "../../../../hardware/thermal/picture/frozen-watch.ts";
import { type CameraPath, noisyScene, throughEncoder } from "../../../support/coded-stream.ts";
import { hasFfmpeg, noFfmpeg } from "../../../support/video-sender.ts";

const framesPerS = 15;
const frozenFromS = 3;

/** The drone goes on at 30 px/s; then its camera hands out one picture for ever, and an encoder codes that. */
const freezing: CameraPath = (i) => (i < frozenFromS * framesPerS ? { xPx: 2 * i, yPx: 0 } : undefined);
const standing: CameraPath = () => ({ xPx: 0, yPx: 0 });
/** A drone that holds its place: half a pixel in some seconds. */
const hovering: CameraPath = (i) => {
  const timeS = i / framesPerS;
  return { xPx: 0.5 * Math.sin((6.28 * timeS) / 5), yPx: 0.3 * Math.sin((6.28 * timeS) / 7 + 1) };
};

interface Played {
  readonly path: CameraPath;
  readonly seconds: number;
  readonly sigma?: number;
  readonly keyEvery: number;
  readonly bitrate: string;
}

/** When the picture was called frozen and when no longer, s, in turn. */
const changesOf = async ({ path, seconds, sigma = 1, keyEvery, bitrate }: Played): Promise<readonly number[]> => {
  const watch = new FrozenWatch();
  const pictures = noisyScene(path, { sigma });
  const changes: number[] = [];
  let i = 0;
  for await (const picture of throughEncoder({
    pictures,
    framesPerS,
    keyEvery,
    bitrate,
    count: seconds * framesPerS,
  })) {
    const timeS = i++ / framesPerS;
    const was = watch.isFrozen;
    watch.note(picture, 1000 * timeS);
    if (watch.isFrozen !== was) changes.push(timeS);
  }
  expect(i).toBe(seconds * framesPerS);
  return changes;
};

describe.runIf(hasFfmpeg)(`a picture behind an encoder${hasFfmpeg ? "" : `: ${noFfmpeg}`}`, () => {
  test.for([
    [15, "1M"],
    [60, "1M"],
    [30, "300k"],
  ] as const)(
    "that froze is called so after 2 to 3.5 s and for ever, key pictures every %i at %s",
    async ([keyEvery, bitrate]) => {
      const changes = await changesOf({ path: freezing, seconds: 11, keyEvery, bitrate });

      expect(changes).toHaveLength(1);
      expect(changes[0]).toBeGreaterThan(frozenFromS + 2);
      expect(changes[0]).toBeLessThan(frozenFromS + 3.5);
    },
  );

  test.for([
    [1, 15, "1M"],
    [3, 60, "2M"],
  ] as const)(
    "of a live sensor before a scene where nothing stirs is not: noise of %i grey steps, key pictures every %i at %s",
    async ([sigma, keyEvery, bitrate]) => {
      expect(await changesOf({ path: standing, seconds: 20, sigma, keyEvery, bitrate })).toEqual([]);
    },
  );

  test.for([
    [0, 300, "200k"],
    [1, 30, "200k"],
  ] as const)(
    "of a drone that hovers is not, where all noise is lost to coding: noise of %i, key pictures every %i at %s",
    async ([sigma, keyEvery, bitrate]) => {
      expect(await changesOf({ path: hovering, seconds: 12, sigma, keyEvery, bitrate })).toEqual([]);
    },
  );

  test("is no longer frozen within 1.5 s of the camera's going on", { timeout: 120_000 }, async () => {
    const goesOnS = 8;
    const path: CameraPath = (i) => (i < goesOnS * framesPerS ? freezing(i) : { xPx: 2 * i, yPx: 0 });
    const changes = await changesOf({ path, seconds: 12, keyEvery: 30, bitrate: "1M" });

    expect(changes).toHaveLength(2);
    expect(changes[1]).toBeGreaterThan(goesOnS);
    expect(changes[1]).toBeLessThan(goesOnS + 1.5);
  });
});
