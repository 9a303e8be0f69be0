import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GreyPicture } from "../../hardware/thermal/detector/person-detector.ts";
import { Random } from "./simulated-pass.ts";
import { type PictureMaker, sendVideo, type VideoSenderOptions } from "./video-sender.ts";

/** Pictures as they come out behind a real encoder and decoder. */
export async function* throughEncoder(options: Omit<VideoSenderOptions, "to" | "pace">): AsyncGenerator<GreyPicture> {
  const folder = await mkdtemp(join(tmpdir(), "lantern-coded-"));
  const file = join(folder, "coded.nut");
  await sendVideo({ ...options, to: file, pace: "at-once" }).done;
  const [widthPx, heightPx] = options.size ?? [640, 512];
  const raw = ["-f", "rawvideo", "-pix_fmt", "gray", "-vsync", "passthrough", "pipe:1"];
  const quiet = ["-hide_banner", "-loglevel", "error", "-threads", "1"];
  const decoder = spawn(process.env.LANTERN_FFMPEG ?? "ffmpeg", [...quiet, "-i", file, ...raw], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const data = new Uint8Array(widthPx * heightPx);
  let filled = 0;
  for await (const chunk of decoder.stdout as AsyncIterable<Uint8Array>) {
    for (let from = 0; from < chunk.length; ) {
      const part = chunk.subarray(from, from + data.length - filled);
      data.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < data.length) continue;
      filled = 0;
      yield { widthPx, heightPx, data };
    }
  }
  await rm(folder, { recursive: true });
}

/** Where the camera looks in picture number `index`, px of the scene; undefined: it hands out the picture before once more. */
export type CameraPath = (index: number) => { readonly xPx: number; readonly yPx: number } | undefined;

/** A hilly ground with warm things in it, seen by a sensor with noise. */
export const noisyScene = (
  path: CameraPath,
  { sigma = 1, widthPx = 640, heightPx = 512, seed = 1 } = {},
): PictureMaker => {
  const random = new Random(seed);
  const waves = Array.from({ length: 12 }, (_, i) => {
    const length = 300 / 1.5 ** i + 6;
    const turn = random.uniform(0, 6.28);
    const across = { x: (6.28 * Math.cos(turn)) / length, y: (6.28 * Math.sin(turn)) / length };
    return { ...across, phase: random.uniform(0, 6.28), grey: 14 / 1.25 ** i };
  });
  const warm = Array.from({ length: 12 }, () => ({ x: random.uniform(20, 620), y: random.uniform(20, 490) }));
  const noise = Float32Array.from({ length: 1 << 16 }, () => random.normal(sigma));
  let known = { xPx: Number.NaN, yPx: 0, scene: new Float32Array(0) as Float32Array };
  let last = new Uint8Array(widthPx * heightPx);
  return (index) => {
    const at = path(index);
    if (!at) return { widthPx, heightPx, data: last };
    const data = new Uint8Array(widthPx * heightPx);
    if (at.xPx !== known.xPx || at.yPx !== known.yPx) known = { ...at, scene: sceneAt(at.xPx, at.yPx) };
    const { scene } = known;
    for (let y = 0; y < heightPx; y++) {
      let from = Math.floor(random.uniform(0, noise.length));
      for (let x = 0; x < widthPx; x++) {
        data[y * widthPx + x] = (scene[y * widthPx + x] as number) + (noise[from++ & 0xffff] as number) + 0.5;
      }
    }
    last = data;
    return { widthPx, heightPx, data };
  };

  function sceneAt(xPx: number, yPx: number): Float32Array {
    const scene = new Float32Array(widthPx * heightPx).fill(90);
    for (const { x: waveX, y: waveY, phase, grey } of waves) {
      for (let y = 0; y < heightPx; y++) {
        const start = phase + waveY * (y + yPx) + waveX * xPx;
        // Turned from point to point: a sine of each would take a second a picture.
        let [sine, cosine] = [grey * Math.sin(start), grey * Math.cos(start)];
        const [stepSine, stepCosine] = [Math.sin(waveX), Math.cos(waveX)];
        for (let i = y * widthPx; i < (y + 1) * widthPx; i++) {
          scene[i] = (scene[i] as number) + sine;
          [sine, cosine] = [sine * stepCosine + cosine * stepSine, cosine * stepCosine - sine * stepSine];
        }
      }
    }
    for (const { x, y } of warm) addBody(scene, x - xPx, y - yPx);
    return scene;
  }

  function addBody(scene: Float32Array, xPx: number, yPx: number): void {
    for (let y = Math.max(0, Math.ceil(yPx - 12)); y < Math.min(heightPx, yPx + 12); y++) {
      for (let x = Math.max(0, Math.ceil(xPx - 12)); x < Math.min(widthPx, xPx + 12); x++) {
        const i = y * widthPx + x;
        scene[i] = (scene[i] as number) + 70 * Math.exp(-(((x - xPx) / 4) ** 2 + ((y - yPx) / 5) ** 2));
      }
    }
  }
};
