import type { ThingFields } from "./things.ts";

type Phase = NonNullable<ThingFields["incident"]["phase"]>;

const resting: ReadonlySet<Phase | undefined> = new Set(["suspended", "found", "handed-over", "closed"]);

/** In these phases of an incident nobody is searched for. */
export const isResting = (phase: Phase | undefined): boolean => resting.has(phase);
