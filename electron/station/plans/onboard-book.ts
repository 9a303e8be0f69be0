import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { MissionItem, MissionType } from "../../../shared/protocols/mission/mission-item.ts";
import type { OnBoard } from "../../../shared/protocols/mission/mission-upload-job.ts";
import type { FleetEvent } from "../../../shared/vehicle/fleet-event.ts";
import type { VehicleId, VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import type { OnboardMission, OperationView } from "../../../shared/wire/operations.ts";
import type { AlertBook } from "../alert-book.ts";
import type { FrameArrival } from "../channel-intake.ts";
import type { StationClock } from "../station-clock.ts";

export interface OnboardBookOptions {
  readonly clock: StationClock;
  readonly alerts: AlertBook;
  /** Our own MAVLink system id. */
  readonly ownSystemId: number;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  readonly show: (id: VehicleId, onboard: OnboardMission | undefined) => void;
  /** Vehicles that an earlier run may have left with parts of two missions; undefined while that can't be read. */
  readonly leftMixed?: () => readonly VehicleId[] | undefined;
}

/** An operation that writes a vehicle's lists. */
export interface MissionWriter {
  readonly operationId: string;
  readonly vehicleId: VehicleId;
}

/** Which plan a list comes from, where it is one of the plans here. */
export interface PlanMark {
  readonly planId: string;
  readonly planRevision: number;
  /** Its heights were reckoned from this home: flown from elsewhere it would be another flight. */
  readonly home?: LatLon;
}

interface Told {
  readonly what: OnBoard;
  readonly opaqueId: number;
  readonly items: readonly MissionItem[];
}

/** What is surely there: it was read back. */
interface Known {
  readonly items: readonly MissionItem[];
  readonly opaqueId: number;
}

interface Entry {
  readonly lists: Map<MissionType, Known>;
  readonly mixed: Set<MissionType>;
  mark: PlanMark | undefined;
  underway: Underway | undefined;
  atMs: number;
}

/** What a transfer that still runs has told of each list. */
interface Underway {
  readonly operationId: string;
  /** What will be on board if it goes well. */
  readonly mark: PlanMark | undefined;
  /** What was on board when it began. */
  readonly before: PlanMark | undefined;
  readonly told: Map<MissionType, Told>;
}

/** Receivers wander by some metres, and a pilot carries a drone aside; beyond this it starts elsewhere. */
const homeMovedM = 30;
const types: readonly MissionType[] = ["mission", "fence", "rally"];

/**
 * What each vehicle has on board, as far as it was read back: a plan counts as uploaded only when all three of its lists are
 * there as sent. Forgotten as soon as anything hints that somebody else wrote to the vehicle, or that it started anew.
 */
export class OnboardBook {
  readonly #options: OnboardBookOptions;
  readonly #entries = new Map<VehicleId, Entry>();
  /** Of an earlier run, not heard yet. */
  #leftMixed: Set<VehicleId> | undefined;

  constructor(options: OnboardBookOptions) {
    this.#options = options;
  }

  /** Parts of two missions: it must not be flown. */
  isMixed(id: VehicleId): boolean {
    return (this.#entries.get(id)?.mixed.size ?? 0) > 0;
  }

  /** A list as it surely is on board, to be put back where another is refused. */
  items(id: VehicleId, type: MissionType): readonly MissionItem[] | undefined {
    return this.#entries.get(id)?.lists.get(type)?.items;
  }

  /**
   * A transfer that writes begins: what others' messages hint at is its own doing.
   * @param mark the plan that it writes, all three lists of it
   */
  begin({ operationId, vehicleId }: MissionWriter, mark: PlanMark | undefined): void {
    const entry = this.#entry(vehicleId);
    entry.underway = { operationId, mark, before: entry.mark, told: new Map() };
  }

  /** What a transfer says about a list meanwhile; taken over when it ends. */
  say(writer: MissionWriter, type: MissionType, told: Told): void {
    const { vehicleId, operationId } = writer;
    const entry = this.#entry(vehicleId);
    if (entry.underway?.operationId !== operationId) this.begin(writer, undefined);
    entry.underway?.told.set(type, told);
    if (told.what === "unchanged") return;
    entry.lists.delete(type);
    entry.mark = undefined;
    this.#show(vehicleId);
  }

  /** An operation is over, however; most have nothing to do with missions. */
  onEnded({ id, vehicleId, state }: OperationView): void {
    const entry = this.#entries.get(vehicleId);
    const underway = entry?.underway;
    if (entry === undefined || underway?.operationId !== id) return;
    entry.underway = undefined;
    entry.atMs = this.#options.clock.nowMs();
    for (const [type, told] of underway.told) this.#take(entry, type, told);
    const isAsBefore = [...underway.told.values()].every(({ what }) => what === "unchanged" || what === "restored");
    if (isAsBefore) entry.mark = underway.before;
    else if (state === "done" && underway.mark !== undefined) entry.mark = underway.mark;
    this.#show(vehicleId);
    this.#tell(vehicleId);
  }

  /** Lists that were read, or are known to be empty. */
  read(id: VehicleId, lists: Readonly<Record<MissionType, Known>>, mark: PlanMark | undefined): void {
    const entry = this.#entry(id);
    entry.underway = undefined;
    entry.atMs = this.#options.clock.nowMs();
    entry.mark = mark;
    // Reading doesn't mend: what was mixed stays so until something whole is written.
    for (const type of types) entry.lists.set(type, lists[type]);
    this.#show(id);
  }

  /** Nothing is known any more; a mix stays one, it is on board all the same. */
  forget(id: VehicleId): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.underway !== undefined) return;
    if (entry.lists.size === 0 && entry.mark === undefined) return;
    entry.lists.clear();
    entry.mark = undefined;
    this.#show(id);
  }

  /** After a start the vehicle may have lost, or be told, anything; one with another clock may be another. */
  onFleetEvent({ kind, ...event }: FleetEvent): void {
    if ((kind === "reboot" || kind === "vehicle-heard" || kind === "clock-jumped") && "vehicleId" in event)
      this.forget(event.vehicleId);
  }

  /** Looks at what goes by for signs that another station wrote to a vehicle. */
  receive({ frame, message }: FrameArrival): void {
    if (message === undefined || this.#entries.size === 0) return;
    if (message.name !== "MISSION_ACK" && message.name !== "MISSION_CURRENT") return;
    for (const id of this.#idsOf(frame.systemId)) {
      const mission = this.#entries.get(id)?.lists.get("mission");
      if (message.name === "MISSION_ACK" && message.fields.type === 0) {
        if (message.fields.targetSystem !== this.#options.ownSystemId) this.forget(id);
      } else if (message.name === "MISSION_CURRENT" && mission !== undefined) {
        const { missionId } = message.fields;
        if (missionId !== 0 && mission.opaqueId !== 0 && missionId !== mission.opaqueId) this.forget(id);
      }
    }
  }

  /** Compares with how many items the vehicle itself says it has; once a second. */
  look(): void {
    this.#takeOver();
    for (const [id, { mission: progress, autopilot, home }] of this.#options.vehicles()) {
      const entry = this.#entries.get(id);
      if (entry?.mark?.home !== undefined && home !== undefined && distanceM(entry.mark.home, home) > homeMovedM)
        this.forget(id);
      const known = entry?.lists.get("mission");
      if (known === undefined || progress?.total === undefined) continue;
      const count = known.items.length;
      // ArduPilot's home counts in some messages and doesn't in others.
      const isSame = progress.total === count || (autopilot === "ardupilot" && progress.total === count - 1);
      if (!isSame && count > 0) this.forget(id);
    }
  }

  /** What an earlier run left half-done is still on board: a vehicle can't tell by itself. */
  #takeOver(): void {
    if (this.#leftMixed === undefined) {
      const left = (this.#options.leftMixed ?? (() => []))();
      if (left === undefined) return;
      this.#leftMixed = new Set(left);
    }
    for (const id of this.#leftMixed) {
      if (!this.#options.vehicles().has(id)) continue;
      this.#leftMixed.delete(id);
      // Written to meanwhile: it is known better.
      if (this.#entries.has(id)) continue;
      this.#entry(id).mixed.add("mission");
      this.#show(id);
      this.#tell(id);
    }
  }

  #idsOf(systemId: number): readonly VehicleId[] {
    const vehicles = this.#options.vehicles();
    return [...this.#entries.keys()].filter((id) => vehicles.get(id)?.systemId === systemId);
  }

  #take(entry: Entry, type: MissionType, { what, items, opaqueId }: Told): void {
    switch (what) {
      case "uploaded":
      case "restored":
      case "cleared":
        entry.mixed.delete(type);
        entry.lists.set(type, { items: what === "cleared" ? [] : items, opaqueId });
        return;
      case "mixed":
      case "other":
        entry.mixed.add(type);
        entry.lists.delete(type);
        return;
      case "unknown":
        entry.lists.delete(type);
        return;
      case "unchanged":
        return;
    }
  }

  #entry(id: VehicleId): Entry {
    const known = this.#entries.get(id);
    if (known !== undefined) return known;
    const entry: Entry = { lists: new Map(), mixed: new Set(), mark: undefined, underway: undefined, atMs: 0 };
    this.#entries.set(id, entry);
    return entry;
  }

  #show(id: VehicleId): void {
    const { lists, mixed, mark, atMs } = this.#entry(id);
    const mission = lists.get("mission");
    const isMixed = mixed.size > 0;
    if (mission === undefined && !isMixed) {
      this.#options.show(id, undefined);
      return;
    }
    const isWhole = types.every((type) => lists.has(type));
    this.#options.show(id, {
      count: mission?.items.length ?? this.#options.vehicles().get(id)?.mission?.total ?? 0,
      ...(isWhole && !isMixed && mark ? { planId: mark.planId, planRevision: mark.planRevision } : {}),
      ...(isMixed ? { mixed: true } : {}),
      atMs,
    });
  }

  #tell(id: VehicleId): void {
    const { alerts } = this.#options;
    if (this.isMixed(id)) alerts.report({ code: "mission-mixed", severity: "critical", vehicleId: id, lasting: true });
    else alerts.settle({ code: "mission-mixed", vehicleId: id });
  }
}
