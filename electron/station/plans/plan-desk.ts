import type { PlanView } from "../../../shared/wire/plans.ts";

/** The plans of all vehicles, shared by all who are connected. */
export class PlanDesk {
  readonly #views = new Map<string, PlanView>();

  get views(): ReadonlyMap<string, PlanView> {
    return this.#views;
  }
}
