import type { FleetEvent } from "../../../../shared/vehicle/fleet-event.ts";
import type { StatusText, VehicleId, VehicleState } from "../../../../shared/vehicle/vehicle-state.ts";
import type { NameAndColour } from "../../names-and-colours.ts";
import type { FlightNote } from "./flight-note.ts";

/** Slower than this over ground is noise of an estimate, m/s. */
const movingMps = 1;
/** The same words within this time are one message. */
const repeatMs = 60_000;
/** Nobody changes modes so often between two looks: of more only the last tell what came of them. */
const mostChanges = 100;

interface Seen {
  readonly texts: readonly StatusText[];
  readonly reachedSeq: number | undefined;
}

type Vehicles = ReadonlyMap<VehicleId, VehicleState>;

/**
 * Writes down what happens to vehicles while a log is folded, for its timeline. Events come as they happen, the rest is seen by
 * looks at the vehicles; after a look it knows nothing but what the vehicles show, so that another can go on from there.
 */
export class NoteTaker {
  readonly #nameOf: (vehicle: VehicleState) => NameAndColour;
  #notes: FlightNote[] = [];
  #seen: ReadonlyMap<VehicleId, Seen>;
  #isActive: boolean;
  /** So many of the notes are of looks before. */
  #looked = 0;

  /** @param vehicles as they were at the look from which it goes on */
  constructor(vehicles: Vehicles, nameOf: (vehicle: VehicleState) => NameAndColour) {
    this.#nameOf = nameOf;
    this.#seen = seenOf(vehicles);
    this.#isActive = isAnyActive(vehicles);
  }

  /** What was noted since the last call. */
  take(): readonly FlightNote[] {
    const notes = this.#notes;
    this.#notes = [];
    this.#looked = 0;
    return notes;
  }

  onEvent(event: FleetEvent, vehicles: Vehicles): void {
    const positionMs = event.atMs;
    switch (event.kind) {
      case "vehicle-heard": {
        const vehicle = vehicles.get(event.vehicleId);
        if (vehicle === undefined) return;
        const { name, colourIndex } = this.#nameOf(vehicle);
        const { id: vehicleId, systemId, kind: vehicleKind } = vehicle;
        this.#notes.push({ positionMs, kind: "vehicle", vehicleId, systemId, vehicleKind, name, colourIndex });
        if (vehicle.mode !== undefined) this.#noteMode(positionMs, vehicle.id, vehicle.mode.name);
        if (vehicle.armed) this.#notes.push({ positionMs, kind: "armed", vehicleId: vehicle.id, armed: true });
        return;
      }
      case "mode-changed":
        this.#noteMode(positionMs, event.vehicleId, event.to);
        return;
      case "armed-changed":
        this.#notes.push({ positionMs, kind: "armed", vehicleId: event.vehicleId, armed: event.armed });
        return;
      case "vehicle-lost": {
        const { vehicleId, lastHeardMs } = event;
        this.#notes.push({ positionMs, kind: "lost", vehicleId, lastHeardMs });
        return;
      }
      case "vehicle-back":
      case "reboot":
        this.#notes.push({
          positionMs,
          kind: event.kind === "reboot" ? "reboot" : "back",
          vehicleId: event.vehicleId,
        });
        return;
      case "failsafe":
        if (event.active) this.#notes.push({ positionMs, kind: "failsafe", vehicleId: event.vehicleId });
        return;
      case "system-id-conflict": {
        const vehicleId = event.vehicleIds.at(-1) ?? String(event.systemId);
        this.#notes.push({ positionMs, kind: "duplicate-id", vehicleId, systemId: event.systemId });
        return;
      }
      default:
        return;
    }
  }

  /** To be called once a second. */
  look(vehicles: Vehicles, positionMs: number): void {
    if (this.#notes.length - this.#looked > mostChanges) this.#thin();
    for (const vehicle of vehicles.values()) {
      const seen = this.#seen.get(vehicle.id);
      if (seen?.texts !== vehicle.statusTexts) this.#noteTexts(vehicle, seen?.texts ?? []);
      const seq = vehicle.mission?.reachedSeq;
      if (seq !== undefined && seq !== seen?.reachedSeq) {
        this.#notes.push({ positionMs, kind: "mission-item", vehicleId: vehicle.id, seq });
      }
    }
    this.#seen = seenOf(vehicles);
    const isActive = isAnyActive(vehicles);
    if (isActive !== this.#isActive) this.#notes.push({ positionMs, kind: "active", active: isActive });
    this.#isActive = isActive;
    this.#looked = this.#notes.length;
  }

  #thin(): void {
    const fresh = this.#notes.splice(this.#looked);
    const isChange = ({ kind }: FlightNote): boolean => kind === "mode" || kind === "armed";
    const keyOf = (note: FlightNote): string => `${note.kind} ${"vehicleId" in note ? note.vehicleId : ""}`;
    const last = new Map(fresh.map((note) => [keyOf(note), note]));
    let changes = 0;
    for (const note of fresh)
      if (!isChange(note) || changes++ < mostChanges || last.get(keyOf(note)) === note) this.#notes.push(note);
  }

  #noteMode(positionMs: number, vehicleId: VehicleId, mode: string): void {
    this.#notes.push({ positionMs, kind: "mode", vehicleId, mode });
  }

  #noteTexts({ id, statusTexts }: VehicleState, before: readonly StatusText[]): void {
    const newestMs = before.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
    for (const { atMs, severity, text } of statusTexts) {
      if (atMs < newestMs || before.some((old) => old.text === text && atMs - old.atMs < repeatMs)) continue;
      this.#notes.push({ positionMs: atMs, kind: "text", vehicleId: id, severity, text });
    }
  }
}

const seenOf = (vehicles: Vehicles): ReadonlyMap<VehicleId, Seen> =>
  new Map(
    [...vehicles].map(([id, { statusTexts, mission }]) => [
      id,
      { texts: statusTexts, reachedSeq: mission?.reachedSeq },
    ]),
  );

/** A vehicle that isn't heard does nothing that anybody could see. */
const isAnyActive = (vehicles: Vehicles): boolean =>
  [...vehicles.values()].some(
    ({ armed, velocity, presence }) => presence.state !== "lost" && (armed || (velocity?.groundMps ?? 0) >= movingMps),
  );
