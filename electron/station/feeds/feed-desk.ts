import type { Feed, FeedOptions } from "../../../hardware/thermal/feed.ts";
import type { FrameSightings } from "../../../hardware/thermal/thermal-source.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { FeedView } from "../../../shared/wire/feeds.ts";
import type { VehicleView } from "../../../shared/wire/state.ts";
import type { AlertBook } from "../alert-book.ts";
import type { StationClock } from "../station-clock.ts";
import type { VehicleBoard } from "../vehicle-board.ts";
import { exclusiveOf } from "./feed-address.ts";
import { FeedAlerts } from "./feed-alerts.ts";
import type { FeedBook } from "./feed-book.ts";
import { FeedDetector, type FeedDetectorOptions } from "./feed-detector.ts";
import { FeedLink } from "./feed-link.ts";
import { type WantedFeed, wantedFeeds } from "./wanted-feeds.ts";

export interface FeedDeskOptions {
  readonly clock: StationClock;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  readonly board: VehicleBoard;
  readonly alerts: AlertBook;
  readonly book: FeedBook;
  /** "host:port" of a channel's peer. */
  readonly remoteOf: (channelId: string) => string | undefined;
  /** The station listens on this computer alone. */
  readonly onlyHere: boolean;
  readonly open: (options: FeedOptions) => Feed;
  readonly openDetector: FeedDetectorOptions["open"];
  readonly onSightings: (link: FeedLink, sightings: FrameSightings) => void;
  /** Known places disagree with how wide a vehicle's thermal camera is said to look. */
  readonly doubtsFieldOfView: (id: VehicleId) => boolean;
  /** A link was closed: who watches it must look for another. */
  readonly onGone: (link: FeedLink) => void;
}

/** Each is a worker, an ffmpeg and a connection. */
const mostOpen = 16;
/** An address that changes is followed at most this often, station ms: a vehicle may name another one each time. */
const reopenMs = 5_000;

/** What decides which feeds a vehicle has: while it is the same, so are they. */
type Inputs = readonly unknown[];

/** The feeds of all vehicles: opens those that are wanted, lets go of the others, and says how each stands. */
export class FeedDesk {
  readonly #options: FeedDeskOptions;
  readonly #alerts: FeedAlerts;
  readonly #detector: FeedDetector;
  readonly #links = new Map<string, FeedLink>();
  readonly #openedMs = new Map<string, number>();
  /** What each link was last judged by. */
  readonly #judged = new Map<string, WantedFeed>();
  readonly #inputs = new Map<VehicleId, Inputs>();
  readonly #wanted = new Map<VehicleId, readonly WantedFeed[]>();
  readonly #summaries = new Map<VehicleId, NonNullable<VehicleView["thermal"]>>();
  readonly #closing = new Set<Promise<void>>();
  #changed = new Set<FeedLink>();
  #views: ReadonlyMap<string, FeedView> = new Map();

  constructor(options: FeedDeskOptions) {
    this.#options = options;
    this.#alerts = new FeedAlerts(options.alerts);
    this.#detector = new FeedDetector({
      open: options.openDetector,
      onFault: (fault) => {
        this.#alerts.detector(fault?.detail);
        for (const link of this.#links.values()) this.#changed.add(link);
      },
    });
  }

  /** By id; the same map until a view changed. */
  get views(): ReadonlyMap<string, FeedView> {
    return this.#views;
  }

  link(id: string): FeedLink | undefined {
    return this.#links.get(id);
  }

  /** Where a vehicle's thermal picture comes from; of several the first. */
  thermalOf(id: VehicleId): FeedLink | undefined {
    const thermal = this.#wanted.get(id)?.find(({ spectrum }) => spectrum === "thermal");
    return thermal === undefined ? undefined : this.#links.get(thermal.id);
  }

  /** To be called some ten times a second. */
  tick(): void {
    const { vehicles } = this.#options;
    for (const vehicle of vehicles().values()) this.#follow(vehicle);
    for (const id of this.#wanted.keys()) if (!vehicles().has(id)) this.#forgetVehicle(id);
    this.#publish();
  }

  /** Connects anew at once. */
  retry(id: string): boolean {
    const link = this.#links.get(id);
    link?.feed?.retry();
    return link !== undefined;
  }

  async close(): Promise<void> {
    const links = [...this.#links.values()];
    this.#links.clear();
    await Promise.all([this.#detector.close(), ...links.map((link) => link.close()), ...this.#closing]);
  }

  #follow(vehicle: VehicleState): void {
    const { book, clock, onlyHere, remoteOf } = this.#options;
    const inputs = [vehicle.cameras, vehicle.links, vehicle.uid, vehicle.presence.state, book.feeds];
    const before = this.#inputs.get(vehicle.id);
    if (before === undefined || inputs.some((input, i) => input !== before[i])) {
      this.#inputs.set(vehicle.id, inputs);
      const remotes = vehicle.links.flatMap((link) => remoteOf(link.channelId) ?? []);
      this.#wanted.set(vehicle.id, wantedFeeds({ vehicle, remotes, book, onlyHere }));
    }
    const isLost = vehicle.presence.state === "lost";
    const wanted = (this.#wanted.get(vehicle.id) ?? []).filter(
      // A lost vehicle's word is old: nothing is opened on it. But what still shows may be the last that is seen of it.
      ({ id, origin }) => !isLost || origin === "typed" || this.#links.get(id)?.state.state === "streaming",
    );
    const ids = new Set(wanted.map(({ id }) => id));
    for (const link of this.#links.values())
      if (link.wanted.vehicleId === vehicle.id && !ids.has(link.wanted.id)) this.#letGo(link);
    const nowMs = clock.nowMs();
    for (const feed of wanted) this.#keep(feed, nowMs);
  }

  #keep(wanted: WantedFeed, nowMs: number): void {
    const known = this.#links.get(wanted.id);
    if (known !== undefined && this.#judged.get(wanted.id) === wanted && !isBusy(known)) return;
    this.#judged.set(wanted.id, wanted);
    const isSame = known?.feed !== undefined && known.wanted.given === wanted.given;
    if (isSame || (known !== undefined && !known.wanted.address.ok && sameRefusal(known.wanted, wanted))) {
      // What was allowed once stays open, though the vehicle's paths come and go.
      known.become(isSame ? { ...wanted, address: known.wanted.address } : wanted);
      return;
    }
    const isDue = nowMs - (this.#openedMs.get(wanted.id) ?? Number.NEGATIVE_INFINITY) >= reopenMs;
    if (wanted.address.ok && !isDue) return;
    if (known !== undefined) this.#letGo(known);
    if (wanted.address.ok) this.#openedMs.set(wanted.id, nowMs);
    const link: FeedLink = new FeedLink({
      wanted: this.#affordable(wanted),
      open: this.#options.open,
      connectDetector: () => this.#detector.connect(),
      detectorFault: () => this.#detector.fault?.code,
      doubtsFieldOfView: () => this.#options.doubtsFieldOfView(wanted.vehicleId),
      onSightings: (sightings) => this.#options.onSightings(link, sightings),
      onChanged: () => this.#changed.add(link),
    });
    this.#links.set(wanted.id, link);
    this.#changed.add(link);
  }

  /** A port or a device is one feed's only, and the machine has its limits. */
  #affordable(wanted: WantedFeed): WantedFeed {
    if (!wanted.address.ok) return wanted;
    const open = [...this.#links.values()].filter(({ feed }) => feed !== undefined);
    const busy = (detail: string): WantedFeed => {
      const { uri } = wanted.address;
      return { ...wanted, address: { ok: false, uri, code: "device-busy", detail } };
    };
    if (open.length >= mostOpen) return busy(`${mostOpen} feeds are open already. Remove one that nobody needs.`);
    const mine = exclusiveOf(wanted.address.uri);
    const other = open.find(({ wanted: { address } }) => mine !== undefined && exclusiveOf(address.uri) === mine);
    return other === undefined
      ? wanted
      : busy(`${mine} is taken by the feed "${other.wanted.name}". Have each camera send to a port of its own.`);
  }

  #letGo(link: FeedLink): void {
    const { id, vehicleId } = link.wanted;
    this.#links.delete(id);
    this.#judged.delete(id);
    this.#changed.delete(link);
    const closed = link.close();
    this.#closing.add(closed);
    void closed.finally(() => this.#closing.delete(closed));
    this.#alerts.gone(link);
    this.#options.onGone(link);
    this.#summarize(vehicleId);
  }

  #forgetVehicle(id: VehicleId): void {
    for (const link of this.#links.values()) if (link.wanted.vehicleId === id) this.#letGo(link);
    this.#wanted.delete(id);
    this.#inputs.delete(id);
  }

  #publish(): void {
    const changed = this.#changed;
    this.#changed = new Set();
    for (const link of changed) {
      this.#alerts.judge(link, this.thermalOf(link.wanted.vehicleId) === link);
      this.#summarize(link.wanted.vehicleId);
    }
    const views = [...this.#links].map(([id, link]) => [id, link.view] as const);
    if (views.length === this.#views.size && views.every(([id, view]) => this.#views.get(id) === view)) return;
    this.#views = new Map(views);
  }

  /** What the list of vehicles says of the thermal picture. */
  #summarize(id: VehicleId): void {
    const { board } = this.#options;
    const link = this.thermalOf(id);
    if (link === undefined) {
      if (!this.#summaries.delete(id)) return;
      board.setExtras(id, { thermal: undefined });
      this.#alerts.noThermal(id);
      return;
    }
    const { state } = link.state;
    const detail = link.view.fault?.detail;
    const before = this.#summaries.get(id);
    if (before?.state === state && before.detail === detail) return;
    const thermal = { state, ...(detail === undefined ? {} : { detail }) };
    this.#summaries.set(id, thermal);
    board.setExtras(id, { thermal });
  }
}

/** What it wants is another's now, and may be free the next time. */
const isBusy = ({ wanted: { address } }: FeedLink): boolean => !address.ok && address.code === "device-busy";

const sameRefusal = (a: WantedFeed, b: WantedFeed): boolean =>
  !a.address.ok && !b.address.ok && a.address.detail === b.address.detail;
