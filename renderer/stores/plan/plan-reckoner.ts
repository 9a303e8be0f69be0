import { editPlan } from "../../../shared/plan/edit-plan.ts";
import type { Plan } from "../../../shared/plan/plan.ts";
import { type PlanContext, planContextOf } from "../../../shared/plan/plan-context.ts";
import type { VehicleView } from "../../../shared/wire/state.ts";
import type { FleetStore } from "../fleet-store.ts";
import type { PlanCheckStore } from "../plan-check-store.ts";
import { allPlans, type PlanEditStore, shownPlans } from "../plan-edit-store.ts";
import type { PlanStore } from "../plan-store.ts";
import type { TerrainStore } from "../terrain-store.ts";
import type { PlanExamination } from "./examine-plan.ts";
import type { FromPlanWorker, ToPlanWorker } from "./plan-worker.ts";

export interface PlanReckonerOptions {
  readonly plans: PlanStore;
  readonly planEdit: PlanEditStore;
  readonly planCheck: PlanCheckStore;
  readonly fleet: FleetStore;
  readonly terrain: TerrainStore;
  /** Hands a message to the worker; what comes back goes to `onAnswer`. */
  readonly post: (message: ToPlanWorker) => void;
  /** Runs soon, once all that is happening now has happened. */
  readonly soon: (run: () => void) => void;
}

interface Asked {
  readonly plan: Plan;
  readonly context: PlanContext;
  readonly contextKey: string;
}

/** A second plan waits until the first came back: what is dragged changes faster than it can be worked out. */
const mostInFlight = 1;

/** Has every plan worked out anew when it, its vehicle or the ground changes, and lays new paths into patterns. */
export class PlanReckoner {
  readonly #options: PlanReckonerOptions;
  readonly #off: (() => void)[];
  /** As asked for last, by plan. */
  readonly #asked = new Map<string, Asked>();
  readonly #inFlight = new Map<number, Asked>();
  #comparedLast: readonly Asked[] = [];
  #conflictsN: number | undefined;
  #n = 0;
  #due = false;

  constructor(options: PlanReckonerOptions) {
    this.#options = options;
    const { plans, planEdit, fleet, terrain } = options;
    const due = (): void => this.#wake();
    this.#off = [
      plans.subscribe(due),
      planEdit.subscribe(({ drafts, openIds }, before) => {
        if (drafts !== before.drafts || openIds !== before.openIds) due();
      }),
      fleet.subscribe(due),
      terrain.subscribe(() => this.#tellTerrain()),
    ];
    this.#tellTerrain();
  }

  close(): void {
    for (const off of this.#off) off();
  }

  onAnswer(answer: FromPlanWorker): void {
    if (answer.n === this.#conflictsN) {
      this.#conflictsN = undefined;
      if (answer.kind === "conflicts") this.#options.planCheck.setState({ conflicts: answer.conflicts });
    }
    const asked = this.#inFlight.get(answer.n);
    this.#inFlight.delete(answer.n);
    if (asked !== undefined && answer.kind === "examined") this.#take(asked.plan, answer.examination);
    this.#wake();
  }

  /** Whoever works it out is another now and knows nothing yet. */
  restart(): void {
    this.#inFlight.clear();
    this.#tellTerrain();
  }

  #tellTerrain(): void {
    const { grid } = this.#options.terrain.getState();
    const terrain = grid === undefined ? undefined : { meta: grid.meta, heightsMslM: grid.heightsMslM };
    this.#options.post({ kind: "terrain", terrain });
    this.#asked.clear();
    this.#wake();
  }

  #wake(): void {
    if (this.#due) return;
    this.#due = true;
    this.#options.soon(() => {
      this.#due = false;
      this.#askNext();
    });
  }

  #askNext(): void {
    const { plans, planEdit, planCheck, fleet } = this.#options;
    const all = allPlans(plans.getState().byId, planEdit.getState().drafts);
    const known = new Set(all.map(({ id }) => id));
    const { byId } = planCheck.getState();
    if (Object.keys(byId).some((id) => !known.has(id)))
      planCheck.setState({ byId: Object.fromEntries(Object.entries(byId).filter(([id]) => known.has(id))) });
    for (const id of this.#asked.keys()) if (!known.has(id)) this.#asked.delete(id);
    // Those being edited first.
    const { drafts } = planEdit.getState();
    for (const plan of [...all].sort((a, b) => Number(b.id in drafts) - Number(a.id in drafts))) {
      if (this.#inFlight.size >= mostInFlight) return;
      this.#ask(plan, fleet.getState().byId[plan.vehicleId]);
    }
    if (this.#inFlight.size === 0) this.#askConflicts(all);
  }

  /** Once all plans are worked out: which of those that are shown come too close. */
  #askConflicts(all: readonly Plan[]): void {
    const { planEdit, fleet } = this.#options;
    const { byId } = fleet.getState();
    const shown = shownPlans(all, planEdit.getState().openIds, (id) => byId[id]?.onboard?.planId);
    const asked = shown.flatMap(({ id }) => this.#asked.get(id) ?? []);
    const before = this.#comparedLast;
    if (asked.length === before.length && asked.every((one, i) => one === before[i])) return;
    this.#comparedLast = asked;
    this.#n += 1;
    this.#conflictsN = this.#n;
    this.#options.post({ kind: "conflicts", n: this.#n, planIds: asked.map(({ plan }) => plan.id) });
  }

  #ask(plan: Plan, vehicle: VehicleView | undefined): void {
    const context = contextOf(vehicle);
    const contextKey = keyOf(context);
    const before = this.#asked.get(plan.id);
    if (before?.plan === plan && before.contextKey === contextKey) return;
    const asked = { plan, context, contextKey };
    this.#asked.set(plan.id, asked);
    this.#n += 1;
    this.#inFlight.set(this.#n, asked);
    this.#options.post({ kind: "examine", n: this.#n, plan, context, profile: true });
  }

  #take(plan: Plan, examination: PlanExamination): void {
    const { planCheck, planEdit } = this.#options;
    planCheck.setState(({ byId }) => ({ byId: { ...byId, [plan.id]: examination } }));
    if (examination.patterns.some(({ laid }) => laid !== undefined))
      planEdit.getState().complete(plan.id, (now) => withPaths(now, plan, examination));
  }
}

/** Paths laid into the patterns that are still as they were when they were asked for. */
const withPaths = (now: Plan, asked: Plan, { patterns }: PlanExamination): Plan => {
  let plan = now;
  for (const { elementId, laid } of patterns) {
    if (laid === undefined) continue;
    const was = asked.elements.find(({ id }) => id === elementId);
    const is = plan.elements.find(({ id }) => id === elementId);
    if (was?.kind !== "pattern" || is?.kind !== "pattern") continue;
    if (is.points.length > 0 || is.shape !== was.shape || is.height !== was.height) continue;
    plan = editPlan(plan, { kind: "set-pattern", id: elementId, points: laid });
  }
  return plan;
};

const contextOf = (vehicle: VehicleView | undefined): PlanContext =>
  vehicle === undefined ? { autopilot: "ardupilot", kind: "multirotor" } : planContextOf(vehicle, undefined);

/** What changes the figures enough to work them out anew: batteries by the percent, winds by the m/s, places by some 10 m. */
const keyOf = ({ home, position, wind, battery, autopilot, kind, airborne }: PlanContext): string =>
  JSON.stringify([
    autopilot,
    kind,
    airborne,
    home && [home.latDeg.toFixed(5), home.lonDeg.toFixed(5), Math.round(home.altMslM ?? 0)],
    position && [position.latDeg.toFixed(3), position.lonDeg.toFixed(3)],
    wind && [Math.round(wind.speedMps), Math.round((wind.fromRad * 18) / Math.PI)],
    battery && [Math.round((battery.fraction ?? -1) * 50), Math.round((battery.remainingS ?? -1) / 60)],
  ]);
