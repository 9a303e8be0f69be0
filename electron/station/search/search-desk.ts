import type { PoseCorrection } from "../../../shared/heat/bias/pose-correction.ts";
import { isResting } from "../../../shared/incident/resting-phases.ts";
import { shippedLostPersonTable } from "../../../shared/search/lost-person/shipped-table.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { SearchView, SegmentGrade } from "../../../shared/wire/incident.ts";
import type { DatasetColumns, SearchAt } from "../../../shared/wire/search-answers.ts";
import type { DecidedFrame } from "../feeds/sighting-flow.ts";
import type { Ground } from "../ground.ts";
import type { IncidentDesk } from "../incident/incident-desk.ts";
import type { KeptThings } from "../kept-things.ts";
import type { EncodedVersion } from "../media/map-versions/map-version-encoder.ts";
import type { StationClock } from "../station-clock.ts";
import { CameraLooks } from "./camera-looks.ts";
import { DatasetDesk } from "./dataset-desk.ts";
import { LookBook, type NewLook } from "./look-book.ts";
import { MapKeeper } from "./map-keeper.ts";
import { NextHour } from "./next-hour.ts";
import type { SearchAsk } from "./search-asks.ts";
import { SearchBeginnings } from "./search-beginnings.ts";
import type { DatasetFile, SearchService, TileAddress } from "./search-service.ts";
import type { Asked } from "./search-thread.ts";
import { TeamTracks } from "./team-tracks.ts";
import { type There, type WhoIsThereOptions, whoIsThere } from "./who-is-there.ts";

export interface SearchDeskOptions {
  readonly clock: StationClock;
  readonly incident: IncidentDesk;
  readonly ground: Ground;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  readonly correctionOf: (id: VehicleId) => PoseCorrection | undefined;
  /** Of its thermal pictures; undefined where nobody says how wide they look. */
  readonly cameraOf: WhoIsThereOptions["cameraOf"];
  readonly kept: KeptThings;
  /** Versions of the map as they are to be kept; absent: nobody keeps them. */
  readonly onMapVersion?: ((version: EncodedVersion) => void) | undefined;
}

/** Looks are kept and handed to the map so often, ms of this process. */
const flushMs = 1_000;

/** The live search of the incident that is shown: what was looked at, and the probability map that follows. */
export class SearchDesk implements SearchService {
  readonly datasets: DatasetDesk;
  readonly #options: SearchDeskOptions;
  readonly #book: LookBook;
  readonly #beginnings: SearchBeginnings;
  readonly #keeper: MapKeeper;
  readonly #cameras: CameraLooks;
  readonly #teams: TeamTracks;
  readonly #nextHour: NextHour;
  readonly #stopListening: () => void;
  #flushedMs = 0;

  constructor(options: SearchDeskOptions) {
    const { clock, incident, ground, vehicles, correctionOf, kept } = options;
    this.#options = options;
    this.#book = new LookBook({ clock, archive: () => incident.archive });
    this.#beginnings = new SearchBeginnings(kept);
    this.#keeper = new MapKeeper({
      ...{ ground, book: this.#book },
      table: shippedLostPersonTable(),
      utcMs: () => clock.utcMs(),
      things: () => incident.things,
      beginning: (incidentId) => this.#beginnings.of(incidentId),
      onGrid: (incidentId, { centre }) => this.#beginnings.centred(incidentId, centre),
      firstVersion: Math.floor(clock.utcMs() / 1000),
      onVersion: options.onMapVersion,
    });
    const onLook = (look: NewLook) => this.#look(look);
    this.#cameras = new CameraLooks({ clock, vehicles, ground, correctionOf, onLook });
    this.#teams = new TeamTracks({ team: (id) => incident.thing("team", id), onLook });
    this.datasets = new DatasetDesk({ incident, ask: (ask) => this.ask(ask), thread: () => this.#keeper.thread });
    this.#nextHour = new NextHour({
      there: () => this.whoIsThere(),
      ask: (ask) => this.ask(ask),
      isReady: () => this.#keeper.view?.state === "ready",
    });
    this.#stopListening = incident.onTrack((step) => this.#teams.note(step));
  }

  /** How each segment stands; a new map whenever one changed enough to be shown. */
  get grades(): ReadonlyMap<string, SegmentGrade> {
    return this.#keeper.grades;
  }

  /** Undefined without an incident. */
  get view(): SearchView | undefined {
    return this.#nextHour.addTo(this.#keeper.view);
  }

  get version(): number {
    return this.#keeper.view?.version ?? 0;
  }

  /** Asks the worker; an answer that says why not where there is no map to be asked. */
  async ask<K extends SearchAsk["kind"]>(ask: Extract<SearchAsk, { readonly kind: K }>): Promise<Asked<K>> {
    const noIncident = { ok: false, detail: "No incident is open. Open one from a report first." } as const;
    if (this.#options.incident.incidentId === undefined) return noIncident;
    const thread = await this.#keeper.whenTold();
    return thread?.ask(ask) ?? noIncident;
  }

  whoIsThere(): There {
    const { incident } = this.#options;
    return whoIsThere({
      ...this.#options,
      things: () => incident.things,
      whereabouts: () => incident.whereabouts,
    });
  }

  /** To be called some ten times a second. */
  tick(): void {
    const nowMs = performance.now();
    this.#keeper.tick(nowMs);
    this.#nextHour.tick(nowMs);
    if (nowMs - this.#flushedMs < flushMs) return;
    this.#flushedMs = nowMs;
    this.#flush();
  }

  /** Every picture that was placed on the ground. */
  searched(frame: DecidedFrame): void {
    if (this.#isSearching()) this.#cameras.note(frame);
  }

  async tile(address: TileAddress): Promise<Uint8Array | undefined> {
    const asked = await this.ask({ kind: "tile", address });
    return asked.ok ? asked.answer : undefined;
  }

  async at(latDeg: number, lonDeg: number): Promise<SearchAt | undefined> {
    const asked = await this.ask({ kind: "at", place: { latDeg, lonDeg } });
    return asked.ok ? asked.answer : undefined;
  }

  importDataset(file: DatasetFile): ReturnType<SearchService["importDataset"]> {
    return this.datasets.import(file);
  }

  dataset(id: string): Promise<DatasetColumns | undefined> {
    return this.datasets.columns(id);
  }

  async close(): Promise<void> {
    this.#stopListening();
    this.#flush();
    await this.#keeper.close();
  }

  #flush(): void {
    const bytes = this.#book.flush();
    if (bytes !== undefined) this.#keeper.looked(bytes);
  }

  #isSearching(): boolean {
    const { spec } = this.#keeper;
    if (spec?.grid === undefined || spec.incidentId !== this.#book.incidentId) return false;
    // As the incident stands now: the map follows it a moment later.
    return !isResting(this.#options.incident.thing("incident", spec.incidentId)?.fields.phase);
  }

  #look(look: NewLook): void {
    if (!this.#isSearching()) return;
    const { incidentId = "", subject } = this.#keeper.spec ?? {};
    if (subject?.ipp !== undefined) this.#beginnings.searched(incidentId, subject.ipp.place);
    this.#book.add(look);
  }
}
