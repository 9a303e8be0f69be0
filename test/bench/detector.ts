import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { detectorClient } from "../../hardware/thermal/detector/detector-client.ts";
import { loadModel } from "../../hardware/thermal/detector/load-model.ts";
import { NetworkSession } from "../../hardware/thermal/detector/network-session.ts";
import { openPersonDetector, shippedModelFolder } from "../../hardware/thermal/detector/open-person-detector.ts";
import { silenceRuntime } from "../../hardware/thermal/detector/silence-runtime.ts";
import { readStill } from "../../hardware/thermal/stills/read-still.ts";
import { type ClassFigures, evaluateDetections } from "../../shared/heat/evaluate/evaluate-detections.ts";
import type { FoundBox } from "../../shared/heat/evaluate/judge-picture.ts";
import { type AnnotatedPicture, readAnnotations } from "../../shared/heat/evaluate/read-annotations.ts";
import type { NetworkModel } from "../../shared/heat/network/network-model.ts";
import { median } from "./compare.ts";

/** So low that the curves reach their ends. */
const scoreThreshold = 0.01;
const warmUps = 10;
/** Pictures whose processor time is taken: what other programs do at the same time isn't in it. */
const timed = 60;

const annotated = (data: string, split: string): readonly AnnotatedPicture[] => {
  const read = readAnnotations(JSON.parse(readFileSync(join(data, "annotations", `${split}.json`), "utf8")));
  if (!read.ok) throw new Error(read.detail);
  return read.pictures;
};

const rounded = (value: number | undefined, digits = 4): number | undefined =>
  value === undefined ? undefined : Math.round(value * 10 ** digits) / 10 ** digits;

const brief = (groups: Readonly<Record<string, ClassFigures>>) =>
  Object.fromEntries(
    Object.entries(groups).map(([key, { truths, ap50, recallAt1Fppi }]) => [
      key,
      { persons: truths, ap50: rounded(ap50), recallAt1Fppi: rounded(recallAt1Fppi) },
    ]),
  );

interface Network {
  readonly model: NetworkModel;
  readonly bytes: Uint8Array;
}

/** Processor time of one picture, ms, in this thread: scaling, network with one thread, boxes. */
const cpuMsPerFrame = async (network: Network, paths: readonly string[]): Promise<number> => {
  silenceRuntime();
  const session = await NetworkSession.open(await import("onnxruntime-node"), { ...network, threads: 1 });
  let cpuUs = 0;
  for (const [index, path] of paths.entries()) {
    const still = await readStill(path);
    if (!still.ok) throw new Error(still.detail);
    const before = process.threadCpuUsage();
    await session.search(still.picture, network.model.scoreThreshold);
    const { user, system } = process.threadCpuUsage(before);
    if (index >= warmUps) cpuUs += user + system;
  }
  return cpuUs / 1000 / (paths.length - warmUps);
};

/**
 * Average precision and recall on a split of HIT-UAV, and milliseconds for each picture: scaling, network and boxes, in the
 * detector's own worker with one thread. `--data FOLDER --split val [--model FOLDER] [--limit N] [--pass quick]`.
 */
export const run = async (args: readonly string[]): Promise<object> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string", default: "../shared/data/hit-uav" },
      split: { type: "string", default: "val" },
      model: { type: "string", default: shippedModelFolder() },
      limit: { type: "string", default: "Infinity" },
      pass: { type: "string", default: "full" },
    },
  });
  const pictures = annotated(values.data, values.split).slice(0, Number(values.limit));
  const learned = values.split === "train" ? undefined : readdirSync(join(values.data, "train"));
  const loaded = await loadModel(values.model);
  if (!loaded.ok) throw new Error(loaded.fault.detail);
  const pass = values.pass === "quick" ? "quick" : "full";
  const network = pass === "quick" ? loaded.quick : loaded;
  if (!network) throw new Error(`${values.model} has no quick pass.`);

  const detector = openPersonDetector({ modelFolder: values.model, threads: 1, scoreThreshold });
  const client = detectorClient(detector.connect(), pass);
  const found = new Map<string, readonly FoundBox[]>();
  const times: number[] = [];
  const search = async (fileName: string): Promise<number> => {
    const still = await readStill(join(values.data, values.split, fileName));
    if (!still.ok) throw new Error(`${fileName}: ${still.detail}`);
    const answer = await client.detect(still.picture);
    if (answer.state !== "searched" || answer.pass !== pass) throw new Error(`${fileName}: ${JSON.stringify(answer)}`);
    found.set(fileName, answer.detections);
    return answer.tookMs;
  };
  for (const { fileName } of pictures.slice(0, warmUps)) await search(fileName);
  for (const { fileName } of pictures) times.push(await search(fileName));
  client.close();
  await detector.close();

  const timedPaths = pictures
    .slice(0, warmUps + timed)
    .map(({ fileName }) => join(values.data, values.split, fileName));
  const cpuMs = await cpuMsPerFrame(network, timedPaths);
  const evaluation = evaluateDetections(pictures, found, learned);
  const { person, car, bicycle, other } = evaluation.classes;
  const sorted = [...times].sort((a, b) => a - b);
  return {
    split: values.split,
    pictures: pictures.length,
    pass,
    model: `${network.model.name} ${network.model.version} ${network.model.sha256.slice(0, 12)}`,
    modelBytes: network.bytes.length,
    personAp50: rounded(person.ap50),
    personAp50Apart: rounded(evaluation.apart?.ap50),
    apartPictures: evaluation.apart?.pictures,
    recallAt1Fppi: rounded(person.recallAt1Fppi),
    recallAt1FppiApart: rounded(evaluation.apart?.recallAt1Fppi),
    ap50: {
      person: rounded(person.ap50),
      car: rounded(car.ap50),
      bicycle: rounded(bicycle.ap50),
      other: rounded(other.ap50),
    },
    meanAp50: rounded(evaluation.meanAp50),
    byHeightM: brief(evaluation.byHeightM),
    byAngleDeg: brief(evaluation.byAngleDeg),
    byTime: brief(evaluation.byTime),
    bySizePx: evaluation.bySizePx,
    msPerFrame: rounded(median(times), 1),
    msPerFrameP95: rounded(sorted[Math.floor(0.95 * (sorted.length - 1))], 1),
    msPerFrameLeast: rounded(sorted[0], 1),
    cpuMsPerFrame: rounded(cpuMs, 1),
  };
};
