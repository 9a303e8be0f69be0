import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { detectorClient } from "../../hardware/thermal/detector/detector-client.ts";
import { openPersonDetector } from "../../hardware/thermal/detector/open-person-detector.ts";
import type { DetectorPass } from "../../hardware/thermal/detector/person-detector.ts";
import { joinDetections } from "../../hardware/thermal/search/join-detections.ts";
import { readStill } from "../../hardware/thermal/stills/read-still.ts";
import { northEastM, offsetLatLon } from "../../shared/geo/local-frame.ts";
import type { BoxPx } from "../../shared/heat/detection.ts";
import { apartFrom } from "../../shared/heat/evaluate/capture-conditions.ts";
import { readAnnotations } from "../../shared/heat/evaluate/read-annotations.ts";
import { georeference } from "../../shared/heat/georeference.ts";
import { HeatTracker } from "../../shared/heat/heat-tracker.ts";
import type { GreyPicture } from "../../shared/heat/network/grey-picture.ts";
import { degToRad } from "../../shared/units/angle.ts";
import { seaLevel } from "../support/biased-camera.ts";
import { linghu, poseOf } from "../support/poses.ts";
import { Random } from "../support/simulated-pass.ts";

/** A camera that sees this part of a picture passes over it, from corner to corner. */
const window = { widthPx: 512, heightPx: 416 };
const framesPerS = 15;
/** About what HIT-UAV's people are long in pixels at 0.1 m a pixel. */
const heightM = 60;
const gsdM = 0.1;
const camera = { ...window, hfovRad: degToRad((2 * Math.atan((gsdM * window.widthPx) / 2 / heightM) * 180) / Math.PI) };
/** A sensor's own, grey levels. */
const noiseSigma = 3;
/** A source this near to where a person is stands for them, px. */
const nearPx = 10;

/** Which pictures of a stream are searched, and how. */
const ways = {
  /** As before there was a quick pass: every other one, a little more than the 7.1 of 15 that were measured. */
  fullEveryOther: (index: number) => (index % 2 === 0 ? "full" : undefined),
  quickEvery: () => "quick",
  /** As four streams on two cores come out: one in four in both views. */
  inTime: (index: number) => (index % 4 === 0 ? "full" : "quick"),
} as const satisfies Record<string, (index: number) => DetectorPass | undefined>;
type Way = keyof typeof ways;

interface Tally {
  found: number;
  likely: number;
  falseFound: number;
  falseLikely: number;
  foundS: number;
}

/** The picture moved by a part of a pixel, with noise that is new each time. */
const look = (picture: GreyPicture, leftPx: number, topPx: number, random: Random): GreyPicture => {
  const data = new Uint8Array(window.widthPx * window.heightPx);
  const [left, top] = [Math.floor(leftPx), Math.floor(topPx)];
  const [x, y] = [leftPx - left, topPx - top];
  const { widthPx } = picture;
  const at = (index: number) => picture.data[index] ?? 0;
  for (let row = 0; row < window.heightPx; row++) {
    for (let column = 0; column < window.widthPx; column++) {
      const from = (top + row) * widthPx + left + column;
      const upper = at(from) * (1 - x) + at(from + 1) * x;
      const lower = at(from + widthPx) * (1 - x) + at(from + widthPx + 1) * x;
      const grey = upper * (1 - y) + lower * y + random.normal(noiseSigma);
      data[row * window.widthPx + column] = Math.min(255, Math.max(0, Math.round(grey)));
    }
  }
  return { ...window, data };
};

const middle = ({ xPx, yPx, widthPx, heightPx }: BoxPx) => [xPx + widthPx / 2, yPx + heightPx / 2] as const;

/**
 * What more and quicker looks are worth beside fewer and better ones: over pictures of HIT-UAV's val that are no neighbours of
 * training pictures a camera passes within `--seconds`, and the station's own tracker makes sources of what the network says
 * (3 of the 8 last pictures). Counted are the people it lists, those it calls likelier than not, and what else it does. There is
 * no clock in it: the same on every machine. `--data FOLDER --count N --seconds S`.
 */
export const run = async (args: readonly string[]): Promise<object> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string", default: "../shared/data/hit-uav" },
      count: { type: "string", default: "Infinity" },
      seconds: { type: "string", default: "1" },
    },
  });
  const read = readAnnotations(JSON.parse(readFileSync(join(values.data, "annotations", "val.json"), "utf8")));
  if (!read.ok) throw new Error(read.detail);
  const names = read.pictures.map(({ fileName }) => fileName);
  const apart = new Set(apartFrom(names, readdirSync(join(values.data, "train"))));
  const pictures = read.pictures.filter(({ fileName }) => apart.has(fileName)).slice(0, Number(values.count));
  const frames = Math.round(Number(values.seconds) * framesPerS);

  const detector = openPersonDetector({ threads: 1 });
  const clients = {
    full: detectorClient(detector.connect(), "full"),
    quick: detectorClient(detector.connect(), "quick"),
  };
  const tallies = Object.fromEntries(
    Object.keys(ways).map((way) => [way, { found: 0, likely: 0, falseFound: 0, falseLikely: 0, foundS: 0 }]),
  ) as Record<Way, Tally>;
  let people = 0;

  for (const [number, { fileName, truths, ignored }] of pictures.entries()) {
    const still = await readStill(join(values.data, "val", fileName));
    if (!still.ok) throw new Error(`${fileName}: ${still.detail}`);
    const { picture } = still;
    const [roomX, roomY] = [picture.widthPx - window.widthPx - 1, picture.heightPx - window.heightPx - 1];
    const random = new Random(number + 1);
    const trackers = Object.fromEntries(Object.keys(ways).map((way) => [way, new HeatTracker()])) as Record<
      Way,
      HeatTracker
    >;
    /** Those that the camera sees all the time, by their places in the picture. */
    const seen = truths.filter((truth) => {
      const [x, y] = middle(truth);
      return truth.category === "person" && x > roomX && x < window.widthPx && y > roomY && y < window.heightPx;
    });
    people += seen.length;
    const placeOf = (xPx: number, yPx: number) =>
      offsetLatLon(linghu, (picture.heightPx / 2 - yPx) * gsdM, (xPx - picture.widthPx / 2) * gsdM);
    const sourcesOf = (tracker: HeatTracker) =>
      [...tracker.sources.values()].flatMap(({ location, personProbability = 0 }) => {
        if (!location.located) return [];
        const { northM, eastM } = northEastM(linghu, location.position);
        return { x: picture.widthPx / 2 + eastM / gsdM, y: picture.heightPx / 2 - northM / gsdM, personProbability };
      });
    const firstS = new Map<string, number>();

    for (let index = 0; index < frames; index++) {
      const along = index / Math.max(1, frames - 1);
      const [leftPx, topPx] = [along * roomX, (number % 2 === 0 ? along : 1 - along) * roomY];
      const shown = look(picture, leftPx, topPx, random);
      const atMs = 100_000 + (1000 * index) / framesPerS;
      const from = placeOf(leftPx + window.widthPx / 2, topPx + window.heightPx / 2);
      const pose = { ...poseOf(90), ...from, altMslM: heightM, altHomeM: heightM, vehicleTimeMs: atMs };
      const said = new Map<DetectorPass, ReturnType<typeof joinDetections>>();
      for (const way of Object.keys(ways) as Way[]) {
        const pass = ways[way](index);
        if (pass === undefined) continue;
        if (!said.has(pass)) {
          const answer = await clients[pass].detect(shown);
          if (answer.state !== "searched" || answer.pass !== pass) throw new Error(JSON.stringify(answer));
          said.set(pass, joinDetections(shown, [], answer.detections));
        }
        const sightings = (said.get(pass) ?? []).map((spot) => ({
          spot,
          georeference: georeference({ spot, pose, camera, terrain: seaLevel, captureSigmaMs: 20 }),
          searched: true,
        }));
        const { widthPx } = window;
        trackers[way].observe({ vehicleId: "1.1", nowMs: atMs, utcMs: atMs, widthPx, sightings });
        for (const source of sourcesOf(trackers[way])) {
          for (const [person, truth] of seen.entries()) {
            const [x, y] = middle(truth);
            const key = `${way} ${person}`;
            if (!firstS.has(key) && Math.hypot(source.x - x, source.y - y) < nearPx)
              firstS.set(key, index / framesPerS);
          }
        }
      }
    }

    for (const way of Object.keys(ways) as Way[]) {
      const sources = sourcesOf(trackers[way]);
      const tally = tallies[way];
      const isNear = (box: BoxPx, source: { readonly x: number; readonly y: number }) => {
        const [x, y] = middle(box);
        return Math.hypot(source.x - x, source.y - y) < Math.max(nearPx, Math.hypot(box.widthPx, box.heightPx) / 2);
      };
      for (const [person, truth] of seen.entries()) {
        const near = sources.filter((source) => isNear(truth, source));
        if (near.length > 0) tally.found++;
        if (near.some(({ personProbability }) => personProbability >= 0.5)) tally.likely++;
        tally.foundS += firstS.get(`${way} ${person}`) ?? Number(values.seconds);
      }
      const others = [...truths.filter(({ category }) => category === "person"), ...ignored];
      const strays = sources.filter((source) => !others.some((box) => isNear(box, source)));
      tally.falseFound += strays.length;
      tally.falseLikely += strays.filter(({ personProbability }) => personProbability >= 0.5).length;
    }
  }
  for (const client of Object.values(clients)) client.close();
  await detector.close();

  const perMinute = (count: number) => Math.round((60 * count) / (pictures.length * Number(values.seconds)));
  const figures = Object.entries(tallies).map(([way, tally]) => [
    way,
    {
      foundPerMinute: perMinute(tally.found),
      likelyPerMinute: perMinute(tally.likely),
      falseFoundPerMinute: perMinute(tally.falseFound),
      falseLikelyPerMinute: perMinute(tally.falseLikely),
      foundShare: Math.round((1000 * tally.found) / people) / 1000,
      likelyShare: Math.round((1000 * tally.likely) / people) / 1000,
      meanFoundS: Math.round((1000 * tally.foundS) / people) / 1000,
    },
  ]);
  return { pictures: pictures.length, people, seconds: Number(values.seconds), ...Object.fromEntries(figures) };
};
