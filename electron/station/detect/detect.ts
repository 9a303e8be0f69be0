import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { detectorClient } from "../../../hardware/thermal/detector/detector-client.ts";
import { loadModel } from "../../../hardware/thermal/detector/load-model.ts";
import { openPersonDetector, shippedModelFolder } from "../../../hardware/thermal/detector/open-person-detector.ts";
import type { DetectorClient } from "../../../hardware/thermal/detector/person-detector.ts";
import type { Detection } from "../../../shared/heat/detection.ts";
import type { DetectOptions } from "./detect-options.ts";
import { evaluateAgainst, type LoadedTruth, loadTruth } from "./evaluate-against.ts";
import { type InputPicture, openInput, type PictureInput } from "./picture-input.ts";
import { type DetectReport, reportText } from "./print-report.ts";
import { Progress } from "./progress.ts";
import { writeResults } from "./write-results.ts";

/** What ends the command with a message and the exit code 1. */
class DetectFault extends Error {}

/**
 * Searches images or a video for people and vehicles and writes what it found.
 * @returns the exit code: 0 done, also where some of many images can't be read; 1 it did not work
 */
export const detect = async (options: DetectOptions): Promise<number> => {
  const ending = new AbortController();
  const end = () => ending.abort();
  process.once("SIGINT", end);
  try {
    const report = await run(options, ending.signal);
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : reportText(report));
    return 0;
  } catch (error) {
    if (!(error instanceof DetectFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    process.off("SIGINT", end);
  }
};

const run = async (options: DetectOptions, signal: AbortSignal): Promise<DetectReport> => {
  const truth = await truthOf(options.annotations);
  const folder = await stat(dirname(options.out)).catch(() => undefined);
  if (!folder?.isDirectory()) throw new DetectFault(`${options.out}: there is no folder to write it in.`);
  const input = await openInput(options.input, {
    ffmpeg: process.env.LANTERN_FFMPEG ?? "ffmpeg",
    signal,
    ...(options.seconds === undefined ? {} : { seconds: options.seconds }),
  });
  if (!input.ok) throw new DetectFault(input.detail);
  const loaded = await loadModel(shippedModelFolder());
  if (!loaded.ok) throw new DetectFault(loaded.fault.detail);

  const detector = openPersonDetector({ scoreThreshold: options.threshold });
  const client = detectorClient(detector.connect());
  try {
    const searched = await searchAll(input, client);
    if (searched.found.size === searched.unreadable.length) throw new DetectFault(nothing(options.input, searched));
    await writeResults(options.out, searched.found).catch((error: Error) => {
      throw new DetectFault(`${options.out} can't be written: ${error.message}`);
    });
    const detections = [...searched.found.values()].flat();
    const { model } = loaded;
    return {
      input: options.input,
      out: options.out,
      model: `${model.name} ${model.version}`,
      pictures: searched.found.size - searched.unreadable.length,
      unreadable: searched.unreadable,
      detections: detections.length,
      persons: detections.filter(({ category, score }) => category === "person" && score >= model.scoreThreshold)
        .length,
      threshold: options.threshold,
      ...(searched.msPerPicture === undefined ? {} : { msPerPicture: searched.msPerPicture }),
      ...(searched.ended === undefined ? {} : { ended: searched.ended }),
      ...evaluationOf(options, truth, searched.found),
    };
  } finally {
    client.close();
    await detector.close();
  }
};

const nothing = (input: string, { ended, unreadable }: Searched): string => {
  const [first] = unreadable;
  const why = first ? `${first.file_name}: ${first.detail}` : (ended ?? "No picture came.");
  return `${input}: nothing could be searched. ${why}`;
};

const truthOf = async (path: string | undefined): Promise<Extract<LoadedTruth, { ok: true }>["truth"] | undefined> => {
  if (path === undefined) return undefined;
  const loaded = await loadTruth(path);
  if (!loaded.ok) throw new DetectFault(loaded.detail);
  return loaded.truth;
};

const evaluationOf = (
  { annotations }: DetectOptions,
  truth: Awaited<ReturnType<typeof truthOf>>,
  found: ReadonlyMap<string, readonly Detection[]>,
): Pick<DetectReport, "evaluation"> => {
  if (!truth) return {};
  const evaluation = evaluateAgainst(truth, found);
  if (!evaluation)
    throw new DetectFault(`${annotations}: none of the pictures is listed there, so there is nothing to compare.`);
  return { evaluation };
};

/** Boxes in the pixels of the picture that other programs show. */
const asShown = ({ picture, shown }: Extract<InputPicture, { ok: true }>) => {
  const [across, down] = [shown.widthPx / picture.widthPx, shown.heightPx / picture.heightPx];
  return (one: Detection): Detection => ({
    ...one,
    xPx: one.xPx * across,
    yPx: one.yPx * down,
    widthPx: one.widthPx * across,
    heightPx: one.heightPx * down,
  });
};

interface Searched {
  /** By name; empty for one that couldn't be read. */
  readonly found: ReadonlyMap<string, readonly Detection[]>;
  readonly unreadable: DetectReport["unreadable"];
  readonly msPerPicture: number | undefined;
  readonly ended: string | undefined;
}

const searchAll = async (input: Extract<PictureInput, { ok: true }>, client: DetectorClient): Promise<Searched> => {
  const found = new Map<string, readonly Detection[]>();
  const unreadable: { file_name: string; detail: string }[] = [];
  const progress = new Progress(process.stderr, input.count);
  let tookMs = 0;
  const ended = await input.each(async (one) => {
    found.set(one.fileName, []);
    progress.count();
    if (!one.ok) {
      unreadable.push({ file_name: one.fileName, detail: one.detail });
      return;
    }
    const answer = await client.detect(one.picture);
    if (answer.state === "failed") throw new DetectFault(answer.detail);
    if (answer.state === "skipped") throw new Error(`${one.fileName} was passed over though nothing else was asked.`);
    tookMs += answer.tookMs;
    found.set(one.fileName, answer.detections.map(asShown(one)));
  });
  progress.end();
  const searched = found.size - unreadable.length;
  return { found, unreadable, ended, msPerPicture: searched > 0 ? tookMs / searched : undefined };
};
