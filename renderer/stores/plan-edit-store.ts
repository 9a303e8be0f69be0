import { createStore } from "zustand/vanilla";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { Plan } from "../../shared/plan/plan.ts";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { PlanView } from "../../shared/wire/plans.ts";
import {
  completeDraft,
  draftOf,
  editDraft,
  type PlanDraft,
  redoDraft,
  resolveDraft,
  undoDraft,
  unsavedDraft,
} from "./plan/plan-draft.ts";
import type { PlanStore } from "./plan-store.ts";

/** What of a plan a person works at. */
export interface PlanPart {
  readonly kind: "element" | "fence" | "rally";
  readonly id: string;
}

/** An area was divided over several vehicles. */
export interface SplitNote {
  readonly planIds: readonly string[];
  /** Of the area that nobody can fly, 0 to 1. */
  readonly leftOverFraction: number;
  /** Names of vehicles that got nothing. */
  readonly without: readonly string[];
}

export interface PlanEditState {
  /** Plans that were edited on this screen; shown instead of the station's. */
  readonly drafts: Readonly<Record<string, PlanDraft>>;
  /** Which of a vehicle's plans is open; where it isn't said, see `openPlanId`. */
  readonly openIds: Readonly<Record<VehicleId, string>>;
  readonly part: PlanPart | undefined;
  /** Where the pointer is in the profile: shown on the map. */
  readonly profilePlace: LatLon | undefined;
  /** Deleted last, to be brought back. */
  readonly deleted: Plan | undefined;
  /** What came of the last split of an area: new plans are open then, and this stays to be read. */
  readonly lastSplit: SplitNote | undefined;
  /** The browser keeps nothing: what the station doesn't have is gone after a reload. */
  readonly notKept: boolean;
  readonly open: (vehicleId: VehicleId, planId: string) => void;
  /** A plan that is new here, with a step of undo for nothing. Opens it. */
  readonly add: (plan: Plan, was?: number) => void;
  /** Lays a draft over, whole; undefined forgets it. */
  readonly put: (planId: string, draft: PlanDraft | undefined) => void;
  /** `gesture`: see `changePlan`. A change that gives the same object is none. */
  readonly edit: (planId: string, change: (plan: Plan) => Plan, gesture?: string) => void;
  /** Lays over what was computed from it. */
  readonly complete: (planId: string, change: (plan: Plan) => Plan) => void;
  readonly undo: (planId: string) => void;
  readonly redo: (planId: string) => void;
  readonly resolve: (planId: string, choice: "mine" | "theirs") => void;
  readonly choosePart: (part: PlanPart | undefined) => void;
  readonly showProfilePlace: (place: LatLon | undefined) => void;
}

export const createPlanEditStore = (plans: PlanStore) =>
  createStore<PlanEditState>()((set, get) => {
    const draftNow = (planId: string): PlanDraft | undefined => {
      const view = plans.getState().byId[planId];
      return get().drafts[planId] ?? (view === undefined ? undefined : draftOf(view));
    };
    const put: PlanEditState["put"] = (planId, draft) => {
      if (draft === get().drafts[planId]) return;
      const { [planId]: _, ...others } = get().drafts;
      set({ drafts: draft === undefined ? others : { ...others, [planId]: draft } });
    };
    const change = (planId: string, step: (draft: PlanDraft) => PlanDraft): void => {
      const draft = draftNow(planId);
      if (draft === undefined) return;
      const after = step(draft);
      if (after !== draft) put(planId, after);
    };
    return {
      drafts: {},
      openIds: {},
      part: undefined,
      profilePlace: undefined,
      deleted: undefined,
      lastSplit: undefined,
      notKept: false,
      open: (vehicleId, planId) =>
        set(({ openIds }) => ({ openIds: { ...openIds, [vehicleId]: planId }, part: undefined })),
      add: (plan, was) => {
        put(plan.id, unsavedDraft(plan, was));
        get().open(plan.vehicleId, plan.id);
      },
      put,
      edit: (planId, edit, gesture) =>
        change(planId, (draft) => editDraft(draft, edit(draft.history.present), gesture)),
      complete: (planId, complete) => change(planId, (draft) => completeDraft(draft, complete(draft.history.present))),
      undo: (planId) => change(planId, undoDraft),
      redo: (planId) => change(planId, redoDraft),
      resolve: (planId, choice) => change(planId, (draft) => resolveDraft(draft, choice)),
      choosePart: (part) => {
        const now = get().part;
        if (part?.kind !== now?.kind || part?.id !== now?.id) set({ part });
      },
      showProfilePlace: (profilePlace) => set({ profilePlace }),
    };
  });
export type PlanEditStore = ReturnType<typeof createPlanEditStore>;

type Views = Readonly<Record<string, PlanView>>;
type Drafts = PlanEditState["drafts"];

/** A plan as it is here: as edited, else as the station has it. */
export const planNow = (views: Views, drafts: Drafts, planId: string | undefined): Plan | undefined =>
  planId === undefined ? undefined : (drafts[planId]?.history.present ?? views[planId]?.plan);

/** Made once: `localeCompare` with options makes one for every comparison. */
const byName = new Intl.Collator("en", { numeric: true });

/** Every plan as it is here; by name, so that lists don't jump. */
export const allPlans = (views: Views, drafts: Drafts): Plan[] =>
  [...new Set([...Object.keys(views), ...Object.keys(drafts)])]
    .flatMap((id) => planNow(views, drafts, id) ?? [])
    .sort((a, b) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));

/** Which of its plans is open for a vehicle: the one chosen, else the one on board, else the first. */
export const openPlanId = (
  plans: readonly Plan[],
  vehicleId: VehicleId | undefined,
  chosenId: string | undefined,
  onboardId: string | undefined,
): string | undefined => {
  const own = plans.filter((plan) => plan.vehicleId === vehicleId);
  return (own.find(({ id }) => id === chosenId) ?? own.find(({ id }) => id === onboardId) ?? own[0])?.id;
};

/** One plan for each vehicle: the open one, else the one on board. */
export const shownPlans = (
  plans: readonly Plan[],
  openIds: PlanEditState["openIds"],
  onboardIdOf: (vehicleId: VehicleId) => string | undefined,
): Plan[] =>
  plans.filter(({ id, vehicleId }) => openPlanId(plans, vehicleId, openIds[vehicleId], onboardIdOf(vehicleId)) === id);
