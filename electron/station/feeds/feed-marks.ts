import { correctedCapture, type PoseCorrection } from "../../../shared/heat/bias/pose-correction.ts";
import { ellipse95Of } from "../../../shared/heat/covariance.ts";
import { type Georeference, georeference } from "../../../shared/heat/georeference.ts";
import type { Fleet } from "../../../shared/vehicle/fleet.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { FeedLook } from "../../../shared/wire/feeds.ts";
import type { Request, RequestResult } from "../../../shared/wire/requests.ts";
import { mountingOf } from "../camera-view.ts";
import type { Ground } from "../ground.ts";
import type { HeatDesk } from "../heat-desk.ts";
import { refused } from "../request-desk.ts";
import type { StationClock } from "../station-clock.ts";
import type { CaptureTimes } from "./capture-times.ts";
import type { FeedLink } from "./feed-link.ts";
import { cropAround, type FractionBox, type Still } from "./still-crop.ts";

type Mark = Extract<Request, { readonly kind: "feed.mark" }>;

/** A picture in which a person saw somebody. */
export interface MarkedPicture {
  readonly link: FeedLink;
  readonly still: Still;
  readonly box: FractionBox;
  readonly placed: Georeference;
  readonly heatId: string | undefined;
  readonly by: string;
}

export interface FeedMarksOptions {
  readonly clock: StationClock;
  readonly fleet: () => Fleet;
  readonly heat: HeatDesk;
  readonly ground: Ground;
  readonly times: CaptureTimes;
  readonly link: (id: string) => FeedLink | undefined;
  readonly correctionOf: (id: VehicleId) => PoseCorrection | undefined;
  readonly onMissed: (marked: MarkedPicture) => void;
}

/** A press without a box is taken for a standing or lying person this large, as a part of the picture's width. */
const pressWidth = 0.04;

/** What was seen in a picture is elsewhere in one that was taken so much earlier or later. */
const otherPictureMs = 1_000;

const whyNot = {
  "no-pose": "The vehicle did not say where it was and how its camera looked when that picture was taken.",
  "no-camera-model": "Nobody says how wide this camera looks: type its field of view in.",
  "no-ground": "The place is above the horizon, or too far away to be told.",
} as const;

/** What lies where a person points in a picture. */
export class FeedMarks {
  readonly #options: FeedMarksOptions;

  constructor(options: FeedMarksOptions) {
    this.#options = options;
  }

  /** @returns undefined where there is no such feed, or no picture of it */
  async look(feedId: string, x: number, y: number, captureMs?: number): Promise<FeedLook | undefined> {
    const link = this.#options.link(feedId);
    const seen = await link?.feed?.look(x, y);
    if (link === undefined || seen === undefined) return undefined;
    const { times, clock } = this.#options;
    const takenMs = captureMs ?? times.stationMs(seen.captureProcessMs);
    const box = { x, y, width: 0, height: 0 };
    const placed = this.#place(link, box, seen, takenMs);
    const isNewest = captureMs === undefined;
    return {
      // The temperature is of the newest picture: of an older one nothing can be said.
      ...(seen.temperatureK === undefined || !isNewest ? {} : { temperatureK: seen.temperatureK }),
      ...(placed.located ? groundOf(placed) : { reason: placed.reason }),
      ageS: Math.max(0, clock.nowMs() - takenMs) / 1000,
    };
  }

  async mark(request: Mark): Promise<RequestResult> {
    const link = this.#options.link(request.feedId);
    if (link === undefined)
      return refused("unknown-feed", `There is no feed "${request.feedId}" now. Reload the list.`);
    const result = request.what === "point" ? await this.#point(request) : await this.#person(link, request);
    return result ?? refused("no-picture", "This feed shows no picture now, so there is nothing to point at.");
  }

  async #point({ feedId, x, y, width = 0, height = 0, captureMs }: Mark): Promise<RequestResult | undefined> {
    const look = await this.look(feedId, x + width / 2, y + height / 2, captureMs);
    return look === undefined ? undefined : { ok: true, look };
  }

  async #person(link: FeedLink, request: Mark): Promise<RequestResult | undefined> {
    const { clock, heat, times, onMissed } = this.#options;
    const { captureMs, by = "operator" } = request;
    const askedMs = captureMs === undefined ? undefined : times.processMs(captureMs);
    const still = await link.feed?.still(askedMs);
    if (still === undefined) return undefined;
    const laterMs = askedMs === undefined ? 0 : askedMs - still.captureProcessMs;
    if (Math.abs(laterMs) > otherPictureMs)
      return refused("no-picture", "That picture isn't kept any more. Mark the person in one of the last seconds.");
    const box = boxOf(request, still);
    const stationMs = times.stationMs(still.captureProcessMs);
    const laterStationMs = captureMs === undefined ? 0 : captureMs - stationMs;
    // By where the camera was when the picture was taken that was pointed at: the one that is kept may be another.
    const stampMs = still.captureVehicleTimeMs === undefined ? undefined : still.captureVehicleTimeMs + laterStationMs;
    const placed = this.#place(link, box, still, stationMs + laterStationMs, stampMs);
    const result = placed.located
      ? heat.mark({
          position: placed.position,
          covariance: placed.covariance,
          groundMslM: placed.groundMslM,
          nowMs: clock.nowMs(),
          utcMs: clock.utcMs(),
          by,
          vehicleId: link.wanted.vehicleId,
          cropPng: cropAround(still, box),
        })
      : refused("not-possible", `It can't be put on the map. ${whyNot[placed.reason]}`);
    // A missed person is worth learning from, wherever they are.
    onMissed({ link, still, box, placed, heatId: result.ok ? result.heatId : undefined, by });
    return result;
  }

  #place(
    link: FeedLink,
    box: FractionBox,
    { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
    stationMs: number,
    captureVehicleTimeMs?: number,
  ): Georeference {
    const { fleet, ground, correctionOf } = this.#options;
    const { vehicleId } = link.wanted;
    const vehicle = fleet().vehicles.get(vehicleId);
    const atMs = captureVehicleTimeMs ?? fleet().vehicleTimeAt(vehicleId, stationMs);
    if (vehicle === undefined || atMs === undefined) return { located: false, reason: "no-pose" };
    const correction = correctionOf(vehicleId);
    const sigmaMs = link.view.latency.sigmaMs;
    const capture = correctedCapture(atMs, sigmaMs, correction);
    const hfovRad = link.pictureHfovRad();
    return georeference({
      spot: {
        xPx: (box.x + box.width / 2) * widthPx,
        yPx: (box.y + box.height / 2) * heightPx,
        widthPx: Math.max(1, box.width * widthPx),
        heightPx: Math.max(1, box.height * heightPx),
      },
      pose: fleet().poseAt(vehicleId, capture.captureMs),
      camera: hfovRad === undefined ? undefined : { widthPx, heightPx, hfovRad },
      terrain: ground.terrain,
      captureSigmaMs: capture.captureSigmaMs,
      correction,
      ...mountingOf(vehicle),
    });
  }
}

const groundOf = (placed: Georeference & { readonly located: true }) => {
  const { semiMajorM, semiMinorM } = ellipse95Of(placed.covariance);
  const ellipse95M: [number, number] = [semiMajorM, semiMinorM];
  return { position: placed.position, slantM: placed.slantM, ellipse95M };
};

/** Inside the picture, whatever was drawn. */
const boxOf = ({ x, y, width = 0, height = 0 }: Mark, still: Still): FractionBox => {
  if (width > 0 && height > 0) return { x, y, width: Math.min(width, 1 - x), height: Math.min(height, 1 - y) };
  const side = { width: pressWidth, height: (pressWidth * still.widthPx) / still.heightPx };
  const inside = (at: number, size: number) => Math.min(1 - size, Math.max(0, at - size / 2));
  return { x: inside(x, side.width), y: inside(y, side.height), ...side };
};
