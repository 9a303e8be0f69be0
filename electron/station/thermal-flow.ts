import type { ThermalPicture } from "../../hardware/thermal/thermal-png.ts";
import type { FrameSightings } from "../../hardware/thermal/thermal-source.ts";
import type { Fleet } from "../../shared/vehicle/fleet.ts";
import type { VehicleId, VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import type { VehicleView } from "../../shared/wire/state.ts";
import type { AlertBook } from "./alert-book.ts";
import { cameraOfStream, groundSamplingDistanceM, groundSeen } from "./camera-view.ts";
import type { Ground } from "./ground.ts";
import type { HeatDesk } from "./heat-desk.ts";
import { heatObservation } from "./heat-observation.ts";
import type { StationClock } from "./station-clock.ts";
import { mayConnect, ThermalLink, thermalStreamOf } from "./thermal-link.ts";
import type { VehicleBoard } from "./vehicle-board.ts";

export interface ThermalFlowOptions {
  readonly clock: StationClock;
  readonly fleet: () => Fleet;
  readonly board: VehicleBoard;
  readonly heat: HeatDesk;
  readonly ground: Ground;
  readonly alerts: AlertBook;
  /** "host:port" of a channel's peer. */
  readonly remoteOf: (channelId: string) => string | undefined;
  /** A replay has no live cameras, but footprints all the same. */
  readonly connect: boolean;
}

/** Sightings wait so long for the telemetry of their capture time to arrive, station ms. */
const holdMs = 300;
/** More than this waiting (a station that hung) is not worth the wait: the oldest go. */
const maxHeld = 300;
/** A stream's address that changes is followed at most this often, station ms. */
const reopenMs = 5_000;
const footprintIntervalMs = 200;
const gsdIntervalMs = 500;

interface Held {
  readonly vehicleId: VehicleId;
  readonly sightings: FrameSightings;
  readonly arrivedMs: number;
  readonly arrivedUtcMs: number;
}

/** From a vehicle's thermal stream to heat sources on the ground, and the footprint of what each camera sees. */
export class ThermalFlow {
  readonly #options: ThermalFlowOptions;
  readonly #links = new Map<VehicleId, ThermalLink>();
  readonly #looks = new Map<VehicleId, { footprintMs: number; gsdMs: number }>();
  /** When each vehicle's stream was opened last, and the address that it was told is none for us. */
  readonly #openedMs = new Map<VehicleId, number>();
  readonly #refusedUri = new Map<VehicleId, string>();
  #held: Held[] = [];

  constructor(options: ThermalFlowOptions) {
    this.#options = options;
  }

  snapshot(id: VehicleId): Promise<ThermalPicture | undefined> {
    return this.#links.get(id)?.snapshot() ?? Promise.resolve(undefined);
  }

  /** To be called some ten times a second. */
  tick(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const vehicle of this.#options.fleet().vehicles.values()) {
      if (this.#options.connect) this.#follow(vehicle, nowMs);
      this.#look(vehicle, nowMs);
    }
    this.#decideHeld(nowMs);
  }

  /** A replay was rewound. */
  clear(): void {
    this.#held = [];
    this.#looks.clear();
  }

  async close(): Promise<void> {
    const links = [...this.#links.values()];
    this.#links.clear();
    await Promise.all(links.map((link) => link.close()));
  }

  /** Connects to where the vehicle says that its camera streams, and lets go when it no longer does. */
  #follow(vehicle: VehicleState, nowMs: number): void {
    const stream = thermalStreamOf(vehicle);
    const known = this.#links.get(vehicle.id);
    const remotes = vehicle.links.map((link) => this.#options.remoteOf(link.channelId) ?? "");
    const uri = stream !== undefined && vehicle.presence.state !== "lost" ? stream.uri : undefined;
    const wanted = uri !== undefined && (known?.uri === uri || mayConnect(uri, remotes)) ? uri : undefined;
    this.#judgeRefused(vehicle.id, wanted === undefined ? uri : undefined);
    if (known?.uri === wanted) return;
    // A worker and a connection for each: a vehicle that names another address each time gets them now and then only.
    const isDue = nowMs - (this.#openedMs.get(vehicle.id) ?? Number.NEGATIVE_INFINITY) >= reopenMs;
    if (wanted !== undefined && !isDue) return;
    if (known !== undefined) this.#letGo(vehicle.id, known);
    if (wanted === undefined) return;
    this.#openedMs.set(vehicle.id, nowMs);
    const link = new ThermalLink({
      uri: wanted,
      onSightings: (sightings) => this.#hold(vehicle.id, sightings),
      onState: (state) => this.#onState(vehicle.id, state),
    });
    this.#links.set(vehicle.id, link);
    this.#onState(vehicle.id, link.state);
  }

  /** A camera that is not looked at must not be silent about it. */
  #judgeRefused(id: VehicleId, uri: string | undefined): void {
    if (this.#refusedUri.get(id) === uri) return;
    if (uri === undefined) {
      this.#refusedUri.delete(id);
      if (!this.#links.has(id)) this.#forget(id);
      return;
    }
    this.#refusedUri.set(id, uri);
    const known = this.#links.get(id);
    if (known !== undefined) this.#letGo(id, known);
    const detail = `The camera's address ${uri} is not the vehicle's own and is not opened. Set the vehicle's own address in its camera.`;
    this.#onState(id, { state: "ended", detail });
  }

  #letGo(id: VehicleId, link: ThermalLink): void {
    this.#links.delete(id);
    void link.close();
    this.#forget(id);
  }

  #forget(id: VehicleId): void {
    this.#options.board.setExtras(id, { thermal: undefined });
    this.#options.alerts.settle({ code: "thermal-stalled", vehicleId: id });
  }

  #onState(vehicleId: VehicleId, thermal: NonNullable<VehicleView["thermal"]>): void {
    const { alerts, board } = this.#options;
    board.setExtras(vehicleId, { thermal });
    if (thermal.state === "stalled" || thermal.state === "ended")
      alerts.report({ code: "thermal-stalled", severity: "warning", vehicleId, lasting: true });
    else if (thermal.state === "streaming") alerts.settle({ code: "thermal-stalled", vehicleId });
  }

  #look(vehicle: VehicleState, nowMs: number): void {
    const stream = thermalStreamOf(vehicle);
    const camera = stream === undefined ? undefined : cameraOfStream(stream);
    if (camera === undefined) return;
    const looks = this.#looks.get(vehicle.id) ?? { footprintMs: -Infinity, gsdMs: -Infinity };
    if (nowMs - looks.footprintMs < footprintIntervalMs) return;
    looks.footprintMs = nowMs;
    this.#looks.set(vehicle.id, looks);
    const { fleet, ground, board } = this.#options;
    const { terrain } = ground;
    const timeMs = fleet().vehicleTimeAt(vehicle.id, nowMs);
    const gone = vehicle.presence.state === "lost" || timeMs === undefined;
    const pose = gone ? undefined : fleet().poseAt(vehicle.id, timeMs);
    const look = pose === undefined ? undefined : { vehicle, pose, camera, terrain };
    // On the ground it sees nothing that is worth drawing, and its ray casts would go far.
    board.setExtras(vehicle.id, { footprint: look === undefined ? undefined : groundSeen(look) });
    if (look === undefined || nowMs - looks.gsdMs < gsdIntervalMs) return;
    looks.gsdMs = nowMs;
    const gsdM = groundSamplingDistanceM(look);
    if (gsdM !== undefined) this.#links.get(vehicle.id)?.setGroundSamplingDistance(gsdM);
  }

  #hold(vehicleId: VehicleId, sightings: FrameSightings): void {
    const { clock } = this.#options;
    this.#held.push({ vehicleId, sightings, arrivedMs: clock.nowMs(), arrivedUtcMs: clock.utcMs() });
    if (this.#held.length > maxHeld) this.#held.splice(0, this.#held.length - maxHeld);
  }

  #decideHeld(nowMs: number): void {
    const ready = this.#held.findIndex((held) => nowMs - held.arrivedMs < holdMs);
    const due = this.#held.splice(0, ready < 0 ? this.#held.length : ready);
    for (const held of due) this.#decide(held);
  }

  #decide({ vehicleId, sightings, arrivedMs, arrivedUtcMs }: Held): void {
    const { fleet, ground, heat } = this.#options;
    const vehicle = fleet().vehicles.get(vehicleId);
    if (vehicle === undefined) return;
    const { terrain } = ground;
    // What was seen of the ground only matters to what is being watched there; most frames show nothing.
    const withFootprint = sightings.spots.length > 0 || heat.hasCandidates;
    const [nowMs, utcMs] = [arrivedMs, arrivedUtcMs];
    heat.observe(heatObservation({ vehicle, fleet: fleet(), terrain, sightings, nowMs, utcMs, withFootprint }));
  }
}
