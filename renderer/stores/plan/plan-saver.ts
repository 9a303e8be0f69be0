import type { Operator } from "../../../shared/wire/operations.ts";
import type { PlanView } from "../../../shared/wire/plans.ts";
import type { Request } from "../../../shared/wire/requests.ts";
import type { SendRequest } from "../../bridge/requests.ts";
import type { PlanEditStore } from "../plan-edit-store.ts";
import type { PlanStore } from "../plan-store.ts";
import type { SettingsStorage } from "../settings-store.ts";
import type { StationStore } from "../station-store.ts";
import { DraftStorage } from "./draft-storage.ts";
import { beginSave, type PlanDraft, saveAnswered, stationForgot, stationHas } from "./plan-draft.ts";

export interface PlanSaverOptions {
  readonly planEdit: PlanEditStore;
  readonly plans: PlanStore;
  readonly station: StationStore;
  readonly send: SendRequest;
  readonly operator: () => Operator;
  readonly storage: SettingsStorage | undefined;
  /** @returns takes the timer back */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

type PlanPut = Extract<Request, { readonly kind: "plan.put" }>;

/** Once the hand rests for this long, ms. */
const restMs = 700;
const retryMs = 4_000;
/** Into the browser's own storage this soon after a change, ms. */
const keepMs = 200;

/** Brings every edited plan to the station, and keeps it in the browser until it is there. */
export class PlanSaver {
  readonly #options: PlanSaverOptions;
  readonly #storage: DraftStorage;
  readonly #timers = new Map<string, () => void>();
  readonly #off: (() => void)[];
  #cancelKeep: (() => void) | undefined;
  /** Drafts as they lie in the browser's storage. */
  readonly #keptPlans = new Map<string, PlanDraft>();
  #connected = false;

  constructor(options: PlanSaverOptions) {
    this.#options = options;
    this.#storage = new DraftStorage(options.storage);
    const { planEdit, plans, station } = options;
    this.#bringBack();
    this.#off = [
      planEdit.subscribe(({ drafts }, before) => {
        if (drafts !== before.drafts) this.#draftsChanged(before.drafts);
      }),
      plans.subscribe(({ byId }, before) => this.#plansChanged(byId, before.byId)),
      station.subscribe(() => this.#stationChanged()),
    ];
  }

  /** The page goes away: what waits is written now. */
  flush(): void {
    this.#cancelKeep?.();
    this.#cancelKeep = undefined;
    this.#keep();
  }

  close(): void {
    for (const off of this.#off) off();
    for (const cancel of this.#timers.values()) cancel();
    this.flush();
  }

  #bringBack(): void {
    const { planEdit } = this.#options;
    for (const { plan, was } of this.#storage.all()) planEdit.getState().add(plan, was);
    for (const [id, draft] of Object.entries(planEdit.getState().drafts)) this.#keptPlans.set(id, draft);
  }

  #draftsChanged(before: Readonly<Record<string, PlanDraft>>): void {
    const { drafts } = this.#options.planEdit.getState();
    for (const [id, draft] of Object.entries(drafts)) {
      const old = before[id];
      if (old === draft) continue;
      if (draft.save.state === "waiting" && old?.history.present !== draft.history.present) this.#saveIn(id, restMs);
      else if (draft.save.state === "waiting" && old?.save.state !== "waiting") this.#saveIn(id, 0);
      else if (draft.save.state === "kept") this.#saveIn(id, retryMs);
    }
    this.#cancelKeep ??= this.#options.after(keepMs, () => this.flush());
  }

  #saveIn(planId: string, delayMs: number): void {
    this.#timers.get(planId)?.();
    const cancel = this.#options.after(delayMs, () => {
      this.#timers.delete(planId);
      void this.#save(planId);
    });
    this.#timers.set(planId, cancel);
  }

  async #save(planId: string): Promise<void> {
    const { planEdit, plans, send, operator } = this.#options;
    const draft = planEdit.getState().drafts[planId];
    // Without the station's own plans at hand nobody knows yet whether another changed it: `#stationChanged` comes back.
    if (draft === undefined || !this.#connected) return;
    const saving = beginSave(draft);
    if (saving.save.state !== "saving" || saving === draft) return;
    planEdit.getState().put(planId, saving);
    // The request's type has mutable lists; nobody changes them.
    const plan = saving.save.sent as PlanPut["plan"];
    const outcome = await send({ kind: "plan.put", plan, was: saving.was, operator: operator() });
    const now = planEdit.getState().drafts[planId];
    if (now !== undefined) planEdit.getState().put(planId, saveAnswered(now, outcome, plans.getState().byId[planId]));
  }

  #plansChanged(byId: Readonly<Record<string, PlanView>>, before: Readonly<Record<string, PlanView>>): void {
    const { put, drafts } = this.#options.planEdit.getState();
    for (const [id, draft] of Object.entries(drafts)) {
      const view = byId[id];
      if (view === before[id]) continue;
      put(id, view === undefined ? stationForgot(draft) : stationHas(draft, view));
    }
  }

  /** The station is heard (again): compare what was kept meanwhile, and save it. */
  #stationChanged(): void {
    const { connection, clock } = this.#options.station.getState();
    const connected = connection.state === "open" && clock !== undefined;
    if (connected === this.#connected) return;
    this.#connected = connected;
    if (!connected) return;
    const { drafts, put } = this.#options.planEdit.getState();
    const { byId } = this.#options.plans.getState();
    for (const [id, draft] of Object.entries(drafts)) {
      const view = byId[id];
      if (view !== undefined) put(id, stationHas(draft, view));
      else if (draft.was > 0) put(id, stationForgot(draft));
      const { state } = this.#options.planEdit.getState().drafts[id]?.save ?? { state: "saved" };
      if (state === "waiting" || state === "kept") this.#saveIn(id, 0);
    }
  }

  #keep(): void {
    const { planEdit } = this.#options;
    const { drafts } = planEdit.getState();
    for (const id of this.#keptPlans.keys())
      if (drafts[id] === undefined) {
        this.#storage.forget(id);
        this.#keptPlans.delete(id);
      }
    let failed = false;
    for (const [id, draft] of Object.entries(drafts)) {
      if (this.#keptPlans.get(id) === draft) continue;
      this.#keptPlans.set(id, draft);
      if (draft.save.state === "saved") this.#storage.forget(id);
      else if (!this.#storage.keep({ plan: draft.history.present, was: draft.was })) failed = true;
    }
    if (failed !== planEdit.getState().notKept) planEdit.setState({ notKept: failed });
  }
}
