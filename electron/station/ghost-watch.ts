import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { northEastM } from "../../shared/geo/local-frame.ts";
import type { Terrain } from "../../shared/geo/terrain.ts";
import { MavFrame } from "../../shared/mavlink/enums.ts";
import { GhostPredictor } from "../../shared/plan/ghost/predict-ghost.ts";
import type { MissionItem } from "../../shared/protocols/mission/mission-item.ts";
import type { FleetEvent } from "../../shared/vehicle/fleet-event.ts";
import type { VehicleId, VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import type { AlertBook } from "./alert-book.ts";
import type { FrameArrival } from "./channel-intake.ts";
import type { StationClock } from "./station-clock.ts";
import type { VehicleBoard } from "./vehicle-board.ts";

export interface GhostWatchOptions {
  readonly clock: StationClock;
  readonly alerts: AlertBook;
  readonly board: VehicleBoard;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  readonly parameterOf: (id: VehicleId, name: string) => number | undefined;
  /** The mission that surely is on board. */
  readonly missionOf: (id: VehicleId) => readonly MissionItem[] | undefined;
  /** The way it came, oldest first. */
  readonly trailOf: (id: VehicleId) => readonly LatLon[];
  readonly terrain: () => Terrain | undefined;
}

interface Target {
  readonly place: LatLon & { readonly altMslM?: number };
  readonly atMs: number;
}

interface Lost {
  readonly predictor: GhostPredictor;
  /** Heard again since, but not yet where it is. */
  backMs: number | undefined;
}

/** What a vehicle said of its target counts for so long: it says so several times a second. */
const targetLivesMs = 10_000;
/** After this one doesn't wait any more for the position of a vehicle that is back. */
const positionWaitMs = 10_000;
/** It stands still, or was heard again at once: no ghost was ever of use. */
const worthTellingMs = 5_000;

/** Shows where each armed vehicle should be while it isn't heard, and raises the alarm when it should be back and isn't. */
export class GhostWatch {
  readonly #options: GhostWatchOptions;
  readonly #lost = new Map<VehicleId, Lost>();
  readonly #targets = new Map<number, Target>();

  constructor(options: GhostWatchOptions) {
    this.#options = options;
  }

  /** Remembers where vehicles say that they are going. */
  receive({ frame, message }: FrameArrival): void {
    if (message?.name !== "POSITION_TARGET_GLOBAL_INT") return;
    const { latInt, lonInt, alt, coordinateFrame } = message.fields;
    if (latInt === 0 && lonInt === 0) return;
    const isMsl = coordinateFrame === MavFrame.GLOBAL || coordinateFrame === MavFrame.GLOBAL_INT;
    const place = { latDeg: latInt / 1e7, lonDeg: lonInt / 1e7, ...(isMsl ? { altMslM: alt } : {}) };
    this.#targets.set(frame.systemId, { place, atMs: this.#options.clock.nowMs() });
  }

  onFleetEvent(event: FleetEvent): void {
    if (event.kind === "vehicle-lost") this.#begin(event.vehicleId, event.lastHeardMs);
    if (event.kind === "vehicle-back") this.#onBack(event.vehicleId);
  }

  /** To be called about once a second. */
  look(): void {
    const { clock, alerts, board } = this.#options;
    const nowMs = clock.nowMs();
    for (const [id, lost] of this.#lost) {
      if (lost.backMs !== undefined) {
        this.#compare(id, lost, lost.backMs, nowMs);
        continue;
      }
      const ghost = lost.predictor.at(nowMs);
      board.setExtras(id, { ghost });
      if (ghost.overdue) alerts.report({ code: "ghost-overdue", severity: "critical", vehicleId: id, lasting: true });
    }
  }

  #begin(id: VehicleId, lostMs: number): void {
    const { vehicles, parameterOf, missionOf, trailOf, terrain, clock, board } = this.#options;
    const vehicle = vehicles().get(id);
    if (vehicle?.armed !== true) return;
    const target = this.#targets.get(vehicle.systemId);
    const predictor = GhostPredictor.of({
      vehicle,
      lostMs,
      mission: missionOf(id),
      parameter: (name) => parameterOf(id, name),
      goTo: target !== undefined && lostMs - target.atMs < targetLivesMs ? target.place : undefined,
      trail: trailOf(id),
      terrain: terrain(),
    });
    if (predictor === undefined) return;
    this.#lost.set(id, { predictor, backMs: undefined });
    board.setExtras(id, { ghost: predictor.at(clock.nowMs()) });
  }

  #onBack(id: VehicleId): void {
    const lost = this.#lost.get(id);
    if (lost === undefined) return;
    lost.backMs = this.#options.clock.nowMs();
    this.#options.board.setExtras(id, { ghost: undefined });
    this.#options.alerts.settle({ code: "ghost-overdue", vehicleId: id });
  }

  /** How far off the ghost was, as soon as the vehicle says where it is. */
  #compare(id: VehicleId, { predictor }: Lost, backMs: number, nowMs: number): void {
    const position = this.#options.vehicles().get(id)?.position;
    const isNew = position !== undefined && position.atMs >= backMs;
    if (!isNew && nowMs - backMs < positionWaitMs) return;
    this.#lost.delete(id);
    if (!isNew) return;
    const ghost = predictor.at(position.atMs);
    if (position.atMs - ghost.lostMs < worthTellingMs) return;
    const { northM, eastM } = northEastM(ghost, position);
    const params = {
      distance: Math.round(Math.hypot(northM, eastM)),
      seconds: Math.round((position.atMs - ghost.lostMs) / 1000),
    };
    this.#options.alerts.report({ code: "ghost-back", severity: "info", vehicleId: id, params, lasting: false });
  }
}
