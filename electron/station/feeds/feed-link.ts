import type { Feed, FeedEvent, FeedOptions } from "../../../hardware/thermal/feed.ts";
import { shownAddress } from "../../../hardware/thermal/shown-address.ts";
import type { FrameSightings } from "../../../hardware/thermal/thermal-source.ts";
import { asRad, type Rad } from "../../../shared/units/angle.ts";
import type { DetectorFaultCode, FeedFaultCode, FeedView } from "../../../shared/wire/feeds.ts";
import type { WantedFeed } from "./wanted-feeds.ts";

type Picture = Extract<FeedEvent, { readonly kind: "picture" }>;
type State = Omit<Extract<FeedEvent, { readonly kind: "state" }>, "kind">;

export interface FeedLinkOptions {
  readonly wanted: WantedFeed;
  readonly open: (options: FeedOptions) => Feed;
  /** A line to the detector of its own; undefined where nothing is to be searched by it. */
  readonly connectDetector: NonNullable<FeedOptions["connectDetector"]>;
  readonly detectorFault: () => DetectorFaultCode | undefined;
  /** Known places disagree with how wide the lens is said to look. */
  readonly doubtsFieldOfView: () => boolean;
  readonly onSightings: (sightings: FrameSightings) => void;
  readonly onChanged: () => void;
}

/** A gap in telemetry is usual; longer than this the camera's direction counts as unknown, station ms. */
const poseGapMs = 2000;

interface Latency {
  readonly ms: number;
  readonly sigmaMs: number;
}

/**
 * From capture to arrival where nobody measured it: what analogue-to-USB (some 60 ms), digital air links with H.264 (150 to
 * 300 ms), and RTSP servers that buffer a little more are known to take; the sigmas span those ranges.
 */
const assumedLatency = (uri: string): Latency => {
  const scheme = uri.slice(0, uri.indexOf(":"));
  if (scheme === "y16tcp" || scheme === "file") return { ms: 0, sigmaMs: 20 };
  if (scheme === "v4l2") return { ms: 80, sigmaMs: 40 };
  return scheme === "rtsp" ? { ms: 300, sigmaMs: 120 } : { ms: 200, sigmaMs: 80 };
};

const refusedState = ({ address }: WantedFeed): State =>
  address.ok ? { state: "connecting" } : { state: "ended", fault: { code: address.code, detail: address.detail } };

/** One feed of a vehicle: opened as long as it is wanted, or shown with the reason why not. */
export class FeedLink {
  readonly feed: Feed | undefined;
  readonly #options: FeedLinkOptions;
  readonly #stopListening: () => void;
  #wanted: WantedFeed;
  #state: State;
  #picture: Picture | undefined;
  #view: FeedView | undefined;
  /** Of the first picture since the last that had a pose, and of the newest. */
  #poseless: { readonly sinceMs: number; readonly untilMs: number } | undefined;

  /** @param options where its address may not be opened (or `options.wanted.address` says so) there is a view and nothing else */
  constructor(options: FeedLinkOptions) {
    this.#options = options;
    this.#wanted = options.wanted;
    this.#state = refusedState(options.wanted);
    this.feed = this.#open();
    const { rangeK } = options.wanted.settings;
    if (rangeK !== undefined) this.feed?.set({ rangeK });
    this.#stopListening = this.feed?.on((event) => this.#onEvent(event)) ?? (() => {});
  }

  get wanted(): WantedFeed {
    return this.#wanted;
  }

  get state(): State {
    return this.#state;
  }

  /** What is odd about the picture itself, and about what is known of where and how wide its camera looks. */
  get warnings(): Picture["warnings"] {
    if (this.#state.state !== "streaming") return [];
    const ofPicture = this.#picture?.warnings ?? [];
    if (this.#wanted.spectrum === "visible" || this.#picture === undefined) return ofPicture;
    const { sinceMs = 0, untilMs = 0 } = this.#poseless ?? {};
    return [
      ...ofPicture,
      ...(this.pictureHfovRad() === undefined || this.#options.doubtsFieldOfView() ? (["field-of-view"] as const) : []),
      ...(untilMs - sinceMs >= poseGapMs ? (["no-pose"] as const) : []),
    ];
  }

  /** Whether the vehicle said where it was and how its camera looked when a searched picture was taken; `nowMs`: station clock. */
  notePose(isKnown: boolean, nowMs: number): void {
    this.#poseless = isKnown ? undefined : { sinceMs: this.#poseless?.sinceMs ?? nowMs, untilMs: nowMs };
  }

  /** How wide the lens looks: what a person says goes before what the camera says. */
  get hfovRad(): Rad | undefined {
    const { settings, cameraHfovRad } = this.#wanted;
    return settings.hfovRad === undefined ? (cameraHfovRad ?? this.#picture?.hfovRad) : asRad(settings.hfovRad);
  }

  /**
   * How wide a picture is, bars at its sides included.
   * @param said of that picture, by the feed; of the newest if absent
   */
  pictureHfovRad(said = this.#picture?.hfovRad): Rad | undefined {
    // The raw stream says it with every picture, and knows nothing of what a person typed in.
    const isTyped = this.#wanted.settings.hfovRad !== undefined && this.#wanted.address.uri.startsWith("y16tcp:");
    return isTyped ? this.hfovRad : (said ?? this.hfovRad);
  }

  /** The same object until something that clients see changed. */
  get view(): FeedView {
    const next = this.#makeView();
    if (this.#view === undefined || JSON.stringify(this.#view) !== JSON.stringify(next)) this.#view = next;
    return this.#view;
  }

  /** Takes over what changed without a new address; another address needs another link. */
  become(wanted: WantedFeed): void {
    const before = this.#wanted;
    this.#wanted = wanted;
    const latency = this.#latency();
    const { hfovRad, rangeK } = wanted.settings;
    const { settings, cameraHfovRad } = before;
    if (settings !== wanted.settings || cameraHfovRad !== wanted.cameraHfovRad)
      this.feed?.set({
        hfovRad: hfovRad === undefined ? wanted.cameraHfovRad : asRad(hfovRad),
        latencyMs: latency.ms,
        latencySigmaMs: latency.sigmaMs,
        ...(JSON.stringify(settings.rangeK) === JSON.stringify(rangeK) ? {} : { rangeK: rangeK ?? "auto" }),
      });
    this.#options.onChanged();
  }

  async close(): Promise<void> {
    this.#stopListening();
    await this.feed?.close();
  }

  #open(): Feed | undefined {
    const { address, spectrum, encoding } = this.#wanted;
    if (!address.ok) return undefined;
    const latency = this.#latency();
    const hfovRad = this.hfovRad;
    return this.#options.open({
      ...{ uri: address.uri, spectrum, latencyMs: latency.ms, latencySigmaMs: latency.sigmaMs },
      ...(encoding === undefined ? {} : { encoding }),
      ...(hfovRad === undefined ? {} : { hfovRad }),
      ...(spectrum === "thermal" ? { connectDetector: this.#options.connectDetector } : {}),
    });
  }

  #onEvent(event: FeedEvent): void {
    if (event.kind === "sightings") {
      this.#options.onSightings(event.sightings);
      return;
    }
    if (event.kind === "picture") this.#picture = event;
    else this.#state = { state: event.state, ...(event.fault === undefined ? {} : { fault: event.fault }) };
    this.#options.onChanged();
  }

  #latency(): Latency {
    const { settings, address } = this.#wanted;
    const assumed = assumedLatency(address.uri);
    return { ms: settings.latencyMs ?? assumed.ms, sigmaMs: settings.latencySigmaMs ?? assumed.sigmaMs };
  }

  #makeView(): FeedView {
    const { id, vehicleId, name, spectrum, origin, address, settings } = this.#wanted;
    const { state, fault } = this.#state;
    const picture = state === "streaming" || state === "stalled" ? this.#picture : undefined;
    const isTyped = settings.latencyMs !== undefined || settings.latencySigmaMs !== undefined;
    const from = picture?.stamped === true ? "stamped" : isTyped ? "typed" : "assumed";
    const hfovRad = this.hfovRad;
    return {
      ...{ id, vehicleId, name, spectrum, origin },
      uri: shownAddress(address.uri),
      state,
      ...(fault === undefined
        ? {}
        : { fault: { code: fault.code, detail: withoutPassword(fault.detail, address.uri) } }),
      warnings: [...this.warnings],
      ...(picture === undefined ? {} : { picture: pictureView(picture) }),
      ...(hfovRad === undefined
        ? {}
        : { hfov: { rad: hfovRad, from: settings.hfovRad === undefined ? "camera" : "typed" } as const }),
      delivery: picture?.codec === "h264" ? "h264" : "jpeg",
      latency: { ...this.#latency(), from },
      ...(picture?.range === undefined ? {} : { range: picture.range }),
      search: this.#search(picture),
    };
  }

  #search(picture: Picture | undefined): FeedView["search"] {
    if (this.#wanted.spectrum === "visible") return { by: "off", framesPerS: 0, skippedFraction: 0 };
    const fault = this.#options.detectorFault();
    const { framesPerS = 0, skippedFraction = 0, quickFraction, msPerFrame } = picture?.search ?? {};
    return {
      by: fault === undefined ? "network" : "hot-spots",
      ...(fault === undefined ? {} : { fault }),
      // Rounded, so that a counter that trembles is no news.
      framesPerS: Math.round(framesPerS * 10) / 10,
      skippedFraction: Math.round(skippedFraction * 100) / 100,
      ...(quickFraction === undefined ? {} : { quickFraction: Math.round(quickFraction * 20) / 20 }),
      ...(msPerFrame === undefined ? {} : { msPerFrame: Math.round(msPerFrame) }),
    };
  }
}

const pictureView = ({ widthPx, heightPx, framesPerS, codec, radiometric }: Picture) => ({
  ...{ widthPx, heightPx, codec, radiometric },
  framesPerS: Math.round(framesPerS * 10) / 10,
});

/** What ffmpeg says of an address may quote it whole. */
const withoutPassword = (detail: string, uri: string): string => {
  const secret = /^[a-z0-9]+:\/\/([^/@]+)@/i.exec(uri)?.[1];
  return secret === undefined ? detail : detail.replaceAll(secret, "***");
};

/** Which faults are the picture's standing still, not the address's or the camera's. */
export const isStandstill = (code: FeedFaultCode | undefined): boolean => code === undefined || code === "stalled";
