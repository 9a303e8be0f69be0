import { HotSpotDetector } from "../../../shared/heat/detect-hot-spots.ts";
import type { Detection } from "../../../shared/heat/detection.ts";
import type { HotSpot } from "../../../shared/heat/heat-source.ts";
import { stretchCounts } from "../../../shared/heat/network/stretch-counts.ts";
import type { DetectorAnswer, DetectorClient, GreyPicture } from "../detector/person-detector.ts";
import type { PictureMask } from "../picture/picture-mask.ts";
import type { FeedFrame } from "../source/picture-source.ts";
import type { CountPicture } from "../thermal-png.ts";
import type { FrameSightings } from "../thermal-source.ts";
import { joinDetections } from "./join-detections.ts";
import { SearchMeter } from "./search-meter.ts";
import { SpotCrops } from "./spot-crops.ts";
import { StillRing } from "./still-ring.ts";

/** What temperature found doesn't wait longer for the network's word. */
const NETWORK_WAIT_MS = 250;
/** Where nothing is searched by the network, a picture is kept this often for examples. */
const STILL_EVERY_MS = 250;
/** A network that says nothing for so long won't any more. */
const NETWORK_LOST_MS = 10_000;
/** A network that could not search isn't asked again at once. */
const AFTER_FAULT_MS = 1000;

export interface FrameSearchOptions {
  /** Monotonic, ms. */
  readonly now: () => number;
  readonly network: DetectorClient | undefined;
  /** Nothing is looked for in visible pictures. */
  readonly searches: boolean;
  found(sightings: FrameSightings): void;
}

/** Sightings on their way, in the order of their pictures. */
interface Outgoing {
  sightings: FrameSightings | undefined;
  cancelled: boolean;
}

/**
 * Searches the newest picture of a source: for hot spots by temperature where its counts tell any, and by the network whenever
 * that is free. Pictures that come meanwhile take each other's place, so that what is skipped is skipped evenly.
 */
export class FrameSearch {
  gsdM: number | undefined;
  readonly stills = new StillRing();
  readonly meter: SearchMeter;
  readonly #options: FrameSearchOptions;
  readonly #hotSpots = new HotSpotDetector();
  readonly #crops: SpotCrops;
  #mask: PictureMask | undefined;
  #pending: FeedFrame | undefined;
  #outgoing: Outgoing[] = [];
  #asked = false;
  #askAgainAtMs = Number.NEGATIVE_INFINITY;
  #lastStillMs = Number.NEGATIVE_INFINITY;
  #dropped = 0;

  constructor(options: FrameSearchOptions) {
    this.#options = options;
    this.meter = new SearchMeter(options.now);
    this.#crops = new SpotCrops(options.now);
  }

  /** Borrows the frame until the next one is put in its place. */
  offer(frame: FeedFrame, mask: PictureMask | undefined): void {
    if (this.#pending) this.#dropped++;
    this.#pending = frame;
    this.#mask = mask;
    this.meter.came();
  }

  /** Takes the newest picture where there is one whose turn it is. */
  step(): void {
    const frame = this.#pending;
    if (!frame) return;
    const { values } = frame;
    // Greys are nothing without the network: while it is busy, the newest one waits for it.
    if (values.kind === "grey" && this.#asked) return;
    this.#pending = undefined;
    const { widthPx, heightPx } = frame;
    if (!this.#options.searches || (values.kind === "grey" && !this.#isNetworkFree())) {
      this.#keepStill(frame);
      return;
    }
    if (values.kind === "grey") {
      this.#ask(frame, { widthPx, heightPx, data: values.data }, [], { widthPx, heightPx, data: values.data });
      return;
    }
    const { captureVehicleTimeMs = 0, captureSigmaMs, sequence } = frame;
    const { data, radiometry } = values;
    const scale = radiometry ? { radiometry } : {};
    const picture: CountPicture = { widthPx, heightPx, data, ...scale };
    const spots = this.#hotSpots.detect(
      { widthPx, heightPx, data, ...scale, captureVehicleTimeMs, captureSigmaMs, sequence },
      this.gsdM,
    );
    if (this.#isNetworkFree()) {
      // The counts are borrowed, and the answer comes later.
      this.#ask(frame, stretchCounts(data, widthPx, heightPx), spots, { ...picture, data: data.slice() });
      return;
    }
    this.#keepStill(frame);
    this.#send({ sightings: this.#sightingsOf(frame, spots, picture, false), cancelled: false });
  }

  #isNetworkFree(): boolean {
    return this.#options.network !== undefined && !this.#asked && this.#options.now() >= this.#askAgainAtMs;
  }

  /** @param picture in which boxes are measured; not borrowed */
  #ask(frame: FeedFrame, searched: GreyPicture, spots: readonly HotSpot[], picture: CountPicture): void {
    const { network, now } = this.#options;
    if (!network) return;
    const byTemperature = frame.values.kind === "counts";
    const outgoing: Outgoing = { sightings: undefined, cancelled: false };
    this.#outgoing.push(outgoing);
    this.#asked = true;
    this.#addStill(frame, searched);
    const mask = this.#mask;
    const settle = (detections: readonly Detection[] | undefined): void => {
      if (outgoing.sightings || outgoing.cancelled) return;
      const found = detections && joinDetections(picture, spots, detections);
      const left = (found ?? spots).filter((spot) => !mask?.hides(spot));
      if (detections || byTemperature)
        outgoing.sightings = this.#sightingsOf(frame, left, picture, detections !== undefined);
      else outgoing.cancelled = true;
      this.#flush();
    };
    const timer = byTemperature ? setTimeout(() => settle(undefined), NETWORK_WAIT_MS) : undefined;
    let isAnswered = false;
    const answered = (answer: DetectorAnswer): void => {
      if (isAnswered) return;
      isAnswered = true;
      clearTimeout(timer);
      clearTimeout(lost);
      this.#asked = false;
      if (answer.state === "searched") this.meter.searched(answer);
      if (answer.state === "failed") this.#askAgainAtMs = now() + AFTER_FAULT_MS;
      settle(answer.state === "searched" ? answer.detections.map((box) => mask?.moved(box) ?? box) : undefined);
      this.step();
    };
    const failed = (error: unknown): void => answered({ state: "failed", fault: "stopped", detail: String(error) });
    const lost = setTimeout(() => failed("no answer"), NETWORK_LOST_MS);
    network.detect(mask?.cut(searched) ?? searched).then(answered, failed);
  }

  #sightingsOf(frame: FeedFrame, spots: readonly HotSpot[], picture: CountPicture, byNetwork: boolean): FrameSightings {
    const { sequence, widthPx, heightPx, captureVehicleTimeMs, captureProcessMs, captureSigmaMs, hfovRad } = frame;
    return {
      sequence,
      widthPx,
      heightPx,
      ...(captureVehicleTimeMs === undefined ? { captureProcessMs } : { captureVehicleTimeMs }),
      captureSigmaMs,
      ...(hfovRad === undefined ? {} : { hfovRad }),
      spots: this.#crops.addTo(spots, picture),
      ...(byNetwork ? { searchedByNetwork: true } : {}),
      droppedFrames: this.#dropped,
    };
  }

  #send(outgoing: Outgoing): void {
    this.#outgoing.push(outgoing);
    this.#flush();
  }

  #flush(): void {
    for (;;) {
      const [first] = this.#outgoing;
      if (!first || !(first.sightings || first.cancelled)) return;
      this.#outgoing.shift();
      if (first.sightings) this.#options.found(first.sightings);
    }
  }

  #keepStill(frame: FeedFrame): void {
    if (this.#options.now() - this.#lastStillMs < STILL_EVERY_MS) return;
    const { widthPx, heightPx, values } = frame;
    // Counts are borrowed; they become grey only for who asks for the picture.
    this.#addStill(frame, { widthPx, heightPx, data: values.data.slice() });
  }

  #addStill({ captureProcessMs, captureVehicleTimeMs }: FeedFrame, { widthPx, heightPx, data }: CountPicture): void {
    this.#lastStillMs = this.#options.now();
    const stamp = captureVehicleTimeMs === undefined ? {} : { captureVehicleTimeMs };
    // A view would keep the colours beside it in memory, too.
    const own = data.byteLength === data.buffer.byteLength ? data : data.slice();
    this.stills.add({ widthPx, heightPx, data: own, captureProcessMs, ...stamp });
  }
}
