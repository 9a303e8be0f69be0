import type { HeatSource } from "../../shared/heat/heat-source.ts";
import { isAlarming } from "../stores/person-likelihood.ts";

type Sources = Readonly<Record<string, HeatSource>>;

/** Nobody decided on it and nobody knows it: only what is seen of it can have changed. */
const isOpen = ({ decision, identity }: HeatSource): boolean => decision.state === "new" && identity === undefined;

/** Which heat sources call somebody: each at most once, when it is found or once it looks enough like a person. */
export class HeatNews {
  readonly #rung = new Set<string>();
  /** Found, and too unlikely to call anybody then. */
  readonly #quiet = new Set<string>();

  /** @param known how the screen knows it by now, which may be newer; @returns whether it calls */
  found(heat: HeatSource, known: HeatSource | undefined): boolean {
    if (this.#rung.has(heat.id)) return false;
    if (!isAlarming(heat) && (known === undefined || !isAlarming(known))) {
      this.#quiet.add(heat.id);
      return false;
    }
    this.#rung.add(heat.id);
    return true;
  }

  /** @returns those that didn't call anybody before and now do */
  risen(before: Sources, after: Sources): readonly HeatSource[] {
    if (before === after) return [];
    return Object.values(after).filter((source) => {
      const was = before[source.id];
      if (was === source || !isAlarming(source) || this.#rung.has(source.id)) return false;
      const wasQuiet = was === undefined ? this.#quiet.has(source.id) : isOpen(was) && !isAlarming(was);
      if (wasQuiet) this.#rung.add(source.id);
      return wasQuiet;
    });
  }
}
