import { distanceM } from "../../shared/geo/geodesic.ts";
import type { Terrain } from "../../shared/geo/terrain.ts";
import { compilePlan } from "../../shared/plan/compile-plan.ts";
import { findConflicts, type PlanConflict } from "../../shared/plan/deconflict.ts";
import { flies, type PlanContext, planContextOf } from "../../shared/plan/plan-context.ts";
import type { PlannedFlight } from "../../shared/plan/planned-flight.ts";
import { type TimedPath, timedPath } from "../../shared/plan/timed-path.ts";
import type { VehicleId, VehicleState } from "../../shared/vehicle/vehicle-state.ts";
import type { PlanView } from "../../shared/wire/plans.ts";
import type { AlertBook } from "./alert-book.ts";
import { missionModes } from "./mission-modes.ts";
import type { StationClock } from "./station-clock.ts";
import type { VehicleBoard } from "./vehicle-board.ts";

export interface ConflictWatchOptions {
  readonly clock: StationClock;
  readonly alerts: AlertBook;
  readonly board: Pick<VehicleBoard, "extras">;
  readonly vehicles: () => ReadonlyMap<VehicleId, VehicleState>;
  readonly plans: () => ReadonlyMap<string, PlanView>;
  readonly nameOf: (id: VehicleId) => string;
  readonly terrain: () => Terrain | undefined;
}

/** A plan on board, laid out in time once. */
interface Laid {
  readonly view: PlanView;
  readonly homeKey: string;
  readonly path: TimedPath;
  readonly elementOfSeq: readonly (string | undefined)[];
}

interface Told {
  readonly vehicleId: VehicleId;
  readonly subject: string;
  readonly severity: "warning" | "critical";
  seenMs: number;
}

const everyMs = 3_000;
/** Two in flight that come close so soon: somebody must act now. */
const soonS = 90;
/** Gone only when it wasn't found for so long, so that an estimate that wavers doesn't make it flicker. */
const goneMs = 10_000;

/**
 * Looks at the plans on board of all vehicles: as they fly now, and those that wait as if they began now. Two that come too close
 * are an alert, one for each pair of plans.
 */
export class ConflictWatch {
  readonly #options: ConflictWatchOptions;
  readonly #laid = new Map<VehicleId, Laid>();
  readonly #told = new Map<string, Told>();
  #lookedMs = Number.NEGATIVE_INFINITY;

  constructor(options: ConflictWatchOptions) {
    this.#options = options;
  }

  /** To be called about once a second; looks every few. */
  look(): void {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs >= this.#lookedMs && nowMs - this.#lookedMs < everyMs) return;
    this.#lookedMs = nowMs;
    const flying = new Set<VehicleId>();
    const flights = [...this.#options.vehicles().values()].flatMap((vehicle) => this.#flightOf(vehicle, flying) ?? []);
    const worst = new Map<string, PlanConflict>();
    // What is over is over; of several encounters of two plans the next one counts.
    for (const conflict of flights.length < 2 ? [] : findConflicts(flights)) {
      const subject = conflict.sides.map(({ planId }) => planId).join("|");
      if (conflict.toS > 0 && !worst.has(subject)) worst.set(subject, conflict);
    }
    for (const [subject, conflict] of worst) this.#tell(subject, conflict, flying, nowMs);
    for (const told of this.#told.values()) if (nowMs - told.seenMs > goneMs) this.#settle(told);
  }

  #flightOf(vehicle: VehicleState, flying: Set<VehicleId>): PlannedFlight | undefined {
    const laid = this.#layOut(vehicle);
    if (laid === undefined || laid.path.points.length < 2) return undefined;
    const isFlying = vehicle.armed && missionModes.has(vehicle.mode?.name ?? "");
    // Armed in another mode it goes where its pilot wants, not along its plan.
    if (vehicle.armed && !isFlying) return undefined;
    if (isFlying) flying.add(vehicle.id);
    return {
      planId: laid.view.plan.id,
      vehicleId: vehicle.id,
      path: laid.path,
      startS: isFlying ? -progressS(vehicle, laid) : 0,
      onGround: !flies(vehicle.kind),
    };
  }

  #layOut(vehicle: VehicleState): Laid | undefined {
    const { board, plans, terrain } = this.#options;
    const onboard = board.extras(vehicle.id).onboard;
    const view = onboard?.planId === undefined ? undefined : plans().get(onboard.planId);
    // What was changed since is not what flies.
    if (view === undefined || view.revision !== onboard?.planRevision) {
      this.#laid.delete(vehicle.id);
      return undefined;
    }
    const { home } = vehicle;
    const homeKey = `${home?.latDeg} ${home?.lonDeg} ${home?.altMslM}`;
    const known = this.#laid.get(vehicle.id);
    if (known?.view === view && known.homeKey === homeKey) return known;
    // From home on, wherever it is by now.
    const { position: _, airborne: __, battery: ___, ...context }: PlanContext = planContextOf(vehicle, terrain());
    const compiled = compilePlan(view.plan, context);
    const elementOfSeq = compiled.ok ? compiled.elementOfSeq : [];
    const laid: Laid = { view, homeKey, path: timedPath(view.plan, context), elementOfSeq };
    this.#laid.set(vehicle.id, laid);
    return laid;
  }

  #tell(subject: string, conflict: PlanConflict, flying: ReadonlySet<VehicleId>, nowMs: number): void {
    const [one, other] = conflict.sides;
    const isSoon = conflict.fromS < soonS && flying.has(one.vehicleId) && flying.has(other.vehicleId);
    const severity = isSoon ? "critical" : "warning";
    const known = this.#told.get(subject);
    if (known?.severity === severity) {
      // The same again with other figures would count up for ever.
      known.seenMs = nowMs;
      return;
    }
    this.#told.set(subject, { vehicleId: one.vehicleId, subject, severity, seenMs: nowMs });
    this.#options.alerts.report({
      code: "plans-too-close",
      severity,
      vehicleId: one.vehicleId,
      subject,
      params: { other: this.#options.nameOf(other.vehicleId), distance: Math.round(conflict.horizontalM) },
      lasting: true,
    });
  }

  #settle({ vehicleId, subject }: Told): void {
    this.#told.delete(subject);
    this.#options.alerts.settle({ code: "plans-too-close", vehicleId, subject });
  }
}

/** How far into its plan a vehicle is, s, by the item that it is on its way to and how far that still is. */
const progressS = ({ mission, position, velocity }: VehicleState, { path, elementOfSeq, view }: Laid): number => {
  const seq = mission?.currentSeq ?? -1;
  const elementId = elementOfSeq[seq];
  const points = path.points.filter((point) => point.elementId !== undefined && point.elementId === elementId);
  // A pattern has many items and points under one id: in the same order.
  const nth = elementOfSeq.slice(0, seq).filter((id) => id === elementId).length;
  const next = points[Math.min(nth, points.length - 1)];
  if (next === undefined || position === undefined) return 0;
  const mps = Math.max(1, velocity?.groundMps ?? view.plan.speedMps);
  return Math.max(0, next.atS - distanceM(position, next) / mps);
};
