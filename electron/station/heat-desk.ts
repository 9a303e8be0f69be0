import type { HeatDecision, HeatSource } from "../../shared/heat/heat-source.ts";
import {
  type HeatChange,
  type HeatMark,
  type HeatObservation,
  type HeatOutcome,
  HeatTracker,
} from "../../shared/heat/heat-tracker.ts";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { Request, RequestResult } from "../../shared/wire/requests.ts";
import type { EventLog } from "./event-log.ts";
import type { Recording } from "./recording.ts";
import { refused } from "./request-desk.ts";
import type { StationClock } from "./station-clock.ts";

export interface HeatDeskOptions {
  readonly clock: StationClock;
  readonly events: EventLog;
  readonly recording: Recording;
  /** A person decided, or took it back; it is on the disk. */
  readonly onDecided?: (source: HeatSource, by: string) => void;
}

/** Who decides when a request doesn't say. */
const somebody = "operator";

/** The heat sources: what was seen goes in, what people decide about it too; both end on the disk. */
export class HeatDesk {
  readonly #options: HeatDeskOptions;
  #tracker = new HeatTracker();
  #sources: ReadonlyMap<string, HeatSource> = new Map();
  #changed = false;
  /** The version that was recorded last, by source. */
  readonly #keptPictures = new Map<string, number>();

  constructor(options: HeatDeskOptions) {
    this.#options = options;
  }

  /** A copy that never changes; the same one until something did. */
  get sources(): ReadonlyMap<string, HeatSource> {
    if (this.#changed) this.#sources = new Map(this.#tracker.sources);
    this.#changed = false;
    return this.#sources;
  }

  /** Something may become a source with the next frames, so that it matters what cameras saw of the ground. */
  get hasCandidates(): boolean {
    return this.#tracker.candidateCount > 0;
  }

  thumbnail(id: string): Uint8Array | undefined {
    return this.#tracker.thumbnail(id);
  }

  /** The best picture by one vehicle. */
  crop(id: string, vehicleId: VehicleId): Uint8Array | undefined {
    return this.#tracker.crop(id, vehicleId);
  }

  /** @returns which of the sightings belongs to which source */
  observe(observation: HeatObservation): HeatOutcome["seen"] {
    const { changes, seen } = this.#tracker.observe(observation);
    this.#take(changes);
    return seen;
  }

  #take(changes: readonly HeatChange[]): void {
    const { events, recording } = this.#options;
    const newest = new Map<string, HeatSource>();
    for (const { kind, source } of changes) {
      this.#changed = true;
      if (kind === "removed") {
        newest.delete(source.id);
        this.#keptPictures.delete(source.id);
        recording.heatRemoved(source.id);
        continue;
      }
      // Its picture first: it goes to the disk with the event.
      this.#keepPicture(source);
      if (kind === "found") events.append({ kind: "heat-found", heat: source });
      newest.set(source.id, source);
    }
    for (const source of newest.values()) recording.heat(source);
  }

  #keepPicture({ id, thumbnailVersion }: HeatSource): void {
    const picture = this.#tracker.thumbnail(id);
    if (picture === undefined || this.#keptPictures.get(id) === thumbnailVersion) return;
    this.#options.recording.thumbnail(id, thumbnailVersion, picture);
    this.#keptPictures.set(id, thumbnailVersion);
  }

  /** Puts a decision on the disk, then takes it over: what is answered with ok is not lost. */
  decide({ heatId, decision, was, by = somebody }: Extract<Request, { kind: "heat.decide" }>): RequestResult {
    const { clock, events } = this.#options;
    const source = this.#tracker.sources.get(heatId);
    if (source === undefined) return refused("unknown-heat", `There is no heat source "${heatId}". Reload the list.`);
    const { decision: stands } = source;
    // Two people at two screens: the slower one must see the other's decision before it is overruled.
    if (was !== undefined && was !== stands.state) {
      const who = stands.state === "new" ? "taken back" : `${stands.state} by ${stands.by}`;
      return refused(
        "decided-meanwhile",
        `Heat source ${source.number} was ${who} meanwhile. Look, then decide again.`,
      );
    }
    const decided: HeatDecision =
      decision === "new" ? { state: "new" } : { state: decision, by, atMs: clock.nowMs(), utcMs: clock.utcMs() };
    const kept = events.appendDecided({ kind: "heat-decided", heat: { ...source, decision: decided } });
    if (!kept.ok) return refused("recording-failed", `The decision could not be recorded. ${kept.detail}`);
    if (decision === "new" && isMarkAlone(source)) this.#take(this.#tracker.remove(heatId));
    else this.#tracker.decide(heatId, decided);
    this.#changed = true;
    this.#options.onDecided?.({ ...source, decision: decided }, by);
    return { ok: true };
  }

  /** Makes a confirmed source of what a person saw in a picture. */
  mark(mark: HeatMark): RequestResult {
    const { events } = this.#options;
    const marked = this.#tracker.mark(mark);
    if (marked === undefined)
      return refused(
        "not-possible",
        "The list is full of confirmed sources. Take back some that are no longer needed.",
      );
    const { source, changes } = marked;
    this.#changed = true;
    this.#take(changes.filter((change) => change.source.id !== source.id));
    this.#keepPicture(source);
    const kept = events.appendDecided({ kind: "heat-found", heat: source });
    if (kept.ok) return { ok: true, heatId: source.id };
    return refused("recording-failed", `Source ${source.number} is on the map, but not recorded. ${kept.detail}`);
  }

  /** Says what a source is, on the disk first. */
  identify({ heatId, identity }: Extract<Request, { kind: "heat.identify" }>): RequestResult {
    const { clock, recording } = this.#options;
    const source = this.#tracker.sources.get(heatId);
    if (source === undefined) return refused("unknown-heat", `There is no heat source "${heatId}". Reload the list.`);
    const { identity: _before, ...rest } = source;
    const identified = identity === null ? rest : { ...rest, identity };
    const kept = recording.identified(identified, { atMs: clock.nowMs(), utcMs: clock.utcMs() });
    if (!kept.ok) return refused("recording-failed", `It could not be recorded. ${kept.detail}`);
    this.#tracker.identify(heatId, identity ?? undefined);
    this.#changed = true;
    return { ok: true, heatId };
  }

  /** Goes on from what a crash left: sources, decisions and pictures, their times moved onto this run's clock. */
  restore(sources: readonly HeatSource[]): void {
    const { clock, recording } = this.#options;
    const toNowMs = clock.nowMs() - clock.utcMs();
    const pictures = new Map<string, Uint8Array>();
    const moved = sources.map((source) => {
      const picture = recording.savedThumbnail(source.id);
      if (picture !== undefined) pictures.set(source.id, picture.png);
      return {
        ...source,
        firstSeenMs: source.firstSeenUtcMs + toNowMs,
        lastSeenMs: source.lastSeenUtcMs + toNowMs,
        decision: moveDecision(source.decision, toNowMs),
        // A disk that failed may have kept an older one, or none: only what can be shown is offered.
        thumbnailVersion: picture?.version ?? 0,
      };
    });
    this.#tracker.restore(moved, pictures);
    this.#changed = true;
  }
}

/** No camera saw it by itself: a mark that is taken back leaves nothing that could be there. */
const isMarkAlone = ({ markedBy, sightings }: HeatSource): boolean => markedBy !== undefined && sightings <= 1;

const moveDecision = (decision: HeatDecision, toNowMs: number): HeatDecision =>
  decision.state === "new" ? decision : { ...decision, atMs: decision.utcMs + toNowMs };
