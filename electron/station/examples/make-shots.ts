import { decode } from "fast-png";
import type { Georeference } from "../../../shared/heat/georeference.ts";
import type { HeatSource, HotSpot } from "../../../shared/heat/heat-source.ts";
import type { MarkedPicture } from "../feeds/feed-marks.ts";
import type { DecidedFrame, SightingFlowOptions } from "../feeds/sighting-flow.ts";
import type { Still } from "../feeds/still-crop.ts";
import type { BestShots, Shot, ShotFacts } from "./best-shots.ts";

/** A picture further from the searched one than this may show the box elsewhere, ms. */
const sameMs = 10;

/** Large, whole and sure is good; what the picture's border cuts off is no example. */
const scoreOf = ({ widthPx, heightPx, cut, snr, personProbability = 0.2 }: HotSpot): number =>
  cut === true ? 0.01 : Math.sqrt(widthPx * heightPx) * (0.2 + personProbability) * Math.min(10, Math.max(1, snr));

const placeFacts = (placed: Georeference | undefined) =>
  placed?.located === true
    ? {
        heightM: placed.slantM * Math.sin(placed.depressionRad),
        depressionRad: placed.depressionRad,
        gsdM: placed.gsdM,
      }
    : {};

const isSamePicture = (still: Still, { sightings }: DecidedFrame): boolean => {
  const { captureVehicleTimeMs, captureProcessMs } = sightings;
  if (still.captureVehicleTimeMs !== undefined && captureVehicleTimeMs !== undefined)
    return Math.abs(still.captureVehicleTimeMs - captureVehicleTimeMs) < sameMs;
  return captureProcessMs !== undefined && Math.abs(still.captureProcessMs - captureProcessMs) < sameMs;
};

/** Asks the feed for the whole picture in which a source was seen, where it is better than what there is. */
export const takeShot = async (task: {
  readonly decided: DecidedFrame;
  readonly spotIndex: number;
  readonly heatId: string;
  readonly shots: BestShots;
  readonly clock: SightingFlowOptions["clock"];
}): Promise<void> => {
  const { decided, spotIndex, heatId, shots } = task;
  const { link, vehicleId, hfovRad, sightings, frame } = decided;
  const spot = sightings.spots[spotIndex];
  if (spot === undefined || link?.feed === undefined) return;
  const score = scoreOf(spot);
  if (!shots.wants(heatId, vehicleId, score, performance.now())) return;
  const still = await link.feed.still(decided.captureProcessMs);
  if (still === undefined || !isSamePicture(still, decided)) return shots.missed(heatId, vehicleId);
  const facts: ShotFacts = {
    ...{ heatId, vehicleId, camera: link.wanted.name, picture: "whole" },
    widthPx: still.widthPx,
    heightPx: still.heightPx,
    bboxPx: [spot.xPx - spot.widthPx / 2, spot.yPx - spot.heightPx / 2, spot.widthPx, spot.heightPx],
    capturedUtcMs: frame.observation.utcMs,
    ...placeFacts(frame.spots.find(({ index }) => index === spotIndex)?.placed),
    ...(hfovRad === undefined ? {} : { hfovRad }),
    ...(spot.peakK === undefined ? {} : { peakK: spot.peakK }),
    ...(spot.personProbability === undefined ? {} : { personProbability: spot.personProbability }),
  };
  shots.add(heatId, { png: still.png, facts, score });
};

/** The picture in which a person saw somebody. */
export const markShot = (
  { link, still, box, placed, heatId }: MarkedPicture,
  clock: SightingFlowOptions["clock"],
): Shot => {
  const { widthPx, heightPx } = still;
  const hfovRad = link.pictureHfovRad();
  return {
    png: still.png,
    score: 1,
    facts: {
      ...(heatId === undefined ? {} : { heatId }),
      ...{ vehicleId: link.wanted.vehicleId, camera: link.wanted.name, picture: "whole", widthPx, heightPx },
      bboxPx: [box.x * widthPx, box.y * heightPx, box.width * widthPx, box.height * heightPx],
      capturedUtcMs: clock.utcMs() - (performance.now() - still.captureProcessMs) * clock.rate(),
      ...placeFacts(placed),
      ...(hfovRad === undefined ? {} : { hfovRad }),
    },
  };
};

/** Only the surroundings are left. */
export const cropShot = (source: HeatSource, vehicleId: string, png: Uint8Array): Shot => {
  const { width, height } = decode(png);
  const capturedUtcMs = source.crops?.find((crop) => crop.vehicleId === vehicleId)?.utcMs ?? source.lastSeenUtcMs;
  const { peakK, personProbability } = source;
  return {
    png,
    score: 0,
    facts: {
      ...{ heatId: source.id, vehicleId, camera: "", picture: "crop", widthPx: width, heightPx: height },
      bboxPx: [0, 0, width, height],
      capturedUtcMs,
      ...(peakK === undefined ? {} : { peakK }),
      ...(personProbability === undefined ? {} : { personProbability }),
    },
  };
};
