import type { Plan } from "../../../shared/plan/plan.ts";
import { beginHistory, changePlan, type PlanHistory, redoPlan, undoPlan } from "../../../shared/plan/plan-history.ts";
import type { PlanView } from "../../../shared/wire/plans.ts";
import type { RequestOutcome } from "../../bridge/requests.ts";

/** Where an edited plan stands with the station. */
export type SaveState =
  | { readonly state: "saved" }
  /** Changed here; goes to the station once the hand rests. */
  | { readonly state: "waiting" }
  | { readonly state: "saving"; readonly sent: Plan }
  /** The station did not take it for now (away, not signed in, its disk is full): kept here, tried again. */
  | { readonly state: "kept"; readonly code: string; readonly sent: Plan }
  /** The station will not take it as it is. */
  | { readonly state: "refused"; readonly code: string; readonly detail: string }
  /** Somebody else changed it meanwhile; `theirs` undefined: deleted it. A person chooses. */
  | { readonly state: "conflict"; readonly theirs: PlanView | undefined };

/** A plan as it is being edited here. */
export interface PlanDraft {
  readonly history: PlanHistory;
  /** The station's revision that it is based on; 0: the station has none yet. */
  readonly was: number;
  readonly save: SaveState;
}

/** Plans as the station sends them are JSON: what differs only in absent or NaN values is the same. */
export const samePlan = (a: Plan, b: Plan): boolean => a === b || canonical(a) === canonical(b);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1)))
      : part,
  );

/** Begins to edit what the station has. */
export const draftOf = ({ plan, revision }: PlanView): PlanDraft => ({
  history: beginHistory(plan),
  was: revision,
  save: { state: "saved" },
});

/** Begins a plan that the station doesn't have, or one kept by the browser that it has in `was`. */
export const unsavedDraft = (plan: Plan, was = 0): PlanDraft => ({
  history: beginHistory(plan),
  was,
  save: { state: "waiting" },
});

/** A conflict stays one, and what is under way goes on; else it waits to be saved. */
const withHistory = (draft: PlanDraft, history: PlanHistory): PlanDraft => {
  if (history === draft.history) return draft;
  const { state } = draft.save;
  return { ...draft, history, save: state === "conflict" || state === "saving" ? draft.save : { state: "waiting" } };
};

/** @param gesture see `changePlan` */
export const editDraft = (draft: PlanDraft, plan: Plan, gesture?: string): PlanDraft =>
  withHistory(draft, changePlan(draft.history, plan, gesture));

/** Lays something over that was computed from the plan: no step of undo. */
export const completeDraft = (draft: PlanDraft, plan: Plan): PlanDraft =>
  plan === draft.history.present ? draft : withHistory(draft, { ...draft.history, present: plan });

export const undoDraft = (draft: PlanDraft): PlanDraft => withHistory(draft, undoPlan(draft.history));

export const redoDraft = (draft: PlanDraft): PlanDraft => withHistory(draft, redoPlan(draft.history));

export const beginSave = (draft: PlanDraft): PlanDraft =>
  draft.save.state === "waiting" || draft.save.state === "kept"
    ? { ...draft, save: { state: "saving", sent: draft.history.present } }
    : draft;

/** What the station can't take for now, though it would at another time. */
const passing: ReadonlySet<string> = new Set(["no-answer", "unauthorised", "recording-failed"]);

/** The answer to what was sent; `has` is how the station has it now, as far as this client heard. */
export const saveAnswered = (draft: PlanDraft, outcome: RequestOutcome, has: PlanView | undefined): PlanDraft => {
  if (draft.save.state !== "saving") return draft;
  const { sent } = draft.save;
  if (outcome.ok) {
    const save: SaveState = draft.history.present === sent ? { state: "saved" } : { state: "waiting" };
    return heard({ ...draft, was: outcome.revision ?? draft.was + 1, save }, has);
  }
  const { code, detail } = outcome.fault;
  if (passing.has(code)) return heard({ ...draft, save: { state: "kept", code, sent } }, has);
  if (code === "changed-meanwhile" || code === "unknown-plan") return clash(draft, has);
  return { ...draft, save: { state: "refused", code, detail } };
};

const clash = (draft: PlanDraft, has: PlanView | undefined): PlanDraft =>
  has !== undefined && samePlan(has.plan, draft.history.present)
    ? { ...draft, was: has.revision, save: { state: "saved" } }
    : { ...draft, save: { state: "conflict", theirs: has } };

/** What was heard before the answer came. */
const heard = (draft: PlanDraft, has: PlanView | undefined): PlanDraft =>
  has === undefined ? draft : stationHas(draft, has);

/**
 * The station's plan is another now. What nobody touched here follows it (and undo brings the former back); what was edited
 * here too is a conflict, unless both are the same.
 */
export const stationHas = (draft: PlanDraft, has: PlanView): PlanDraft => {
  const { save } = draft;
  // The answer tells which revision was ours.
  if (save.state === "saving") return draft;
  if (save.state === "conflict") return { ...draft, save: { state: "conflict", theirs: has } };
  if (has.revision <= draft.was) return draft;
  // What was sent without an answer did arrive.
  if (save.state === "kept" && samePlan(has.plan, save.sent))
    return { ...draft, was: has.revision, save: { state: draft.history.present === save.sent ? "saved" : "waiting" } };
  if (save.state === "saved") return adopt(draft, has);
  return clash(draft, has);
};

/** The station has it no more: undefined where nothing of it is only here, else a person chooses. */
export const stationForgot = (draft: PlanDraft): PlanDraft | undefined => {
  if (draft.save.state === "saved") return undefined;
  return draft.save.state === "saving" ? draft : { ...draft, save: { state: "conflict", theirs: undefined } };
};

const adopt = (draft: PlanDraft, { plan, revision }: PlanView): PlanDraft => ({
  history: samePlan(plan, draft.history.present)
    ? { ...draft.history, present: plan }
    : changePlan(draft.history, plan),
  was: revision,
  save: { state: "saved" },
});

/** A person chose: their own goes over the other's, or gives way (and undo brings it back). */
export const resolveDraft = (draft: PlanDraft, choice: "mine" | "theirs"): PlanDraft => {
  if (draft.save.state !== "conflict") return draft;
  const { theirs } = draft.save;
  if (choice === "mine" || theirs === undefined)
    return { ...draft, was: theirs?.revision ?? 0, save: { state: "waiting" } };
  return adopt(draft, theirs);
};
