import type { GhostPhase } from "../../vehicle/ghost.ts";
import type { GhostCourse, GhostTurn } from "./ghost-course.ts";
import type { GhostPlace, GhostTrack } from "./ghost-track.ts";
import { type GhostWorld, holdTrack, landTrack, retraceTrack, returnTrack } from "./ghost-ways.ts";
import type { LostLink, LostLinkAction } from "./lost-link-action.ts";
import type { LowBattery } from "./low-battery.ts";

/** What may be the case with a vehicle that isn't heard. */
export interface Hypothesis {
  readonly base: GhostTrack;
  /** What it does without a ground station. */
  readonly action: LostLinkAction;
  /** Only its own words are lost: it hears us and goes on. */
  readonly stillHears: boolean;
  /** What it does on a low battery. */
  readonly lowAction: LostLinkAction;
}

/**
 * The likeliest first: that neither hears the other, as nearly always; then that only the way down is lost, so that it goes on as
 * if nothing were. Where its failsafe does nothing the two are the same.
 */
export const hypothesesOf = (
  tracks: readonly GhostTrack[],
  link: LostLink,
  battery: LowBattery,
): readonly Hypothesis[] => {
  const ways = [
    ...link.actions.map((action) => ({ action, stillHears: false })),
    ...(link.actions.includes("continue") ? [] : [{ action: "continue", stillHears: true } as const]),
  ];
  return ways.flatMap((way) =>
    tracks.flatMap((base) => battery.actions.map((lowAction): Hypothesis => ({ base, ...way, lowAction }))),
  );
};

/** When things happen in one way that a hypothesis may come about. */
export interface Timing {
  readonly linkAfterS: number;
  readonly lowAfterS: number;
}

/** What is over or on its way home needs no more telling. */
const settled: ReadonlySet<GhostPhase> = new Set(["returning", "landing", "landed"]);

export const courseOf = (
  world: GhostWorld,
  { base, action, lowAction }: Hypothesis,
  { linkAfterS, lowAfterS }: Timing,
): GhostCourse => {
  const turns: GhostTurn[] = [];
  if (action !== "continue") {
    turns.push({ cause: "link", afterS: linkAfterS, from: (place) => trackOf(world, action, place) });
  }
  if (lowAction !== "continue") {
    const from = (place: GhostPlace, phase: GhostPhase): GhostTrack | undefined =>
      settled.has(phase) ? undefined : trackOf(world, lowAction, place);
    turns.push({ cause: "battery", afterS: lowAfterS, from });
  }
  // Whoever comes home for an empty battery already isn't sent home once more.
  const isBatteryFirst = lowAfterS < linkAfterS && turns.length > 1;
  return { base, turns: isBatteryFirst ? turns.slice(1) : turns };
};

const trackOf = (world: GhostWorld, action: Exclude<LostLinkAction, "continue">, place: GhostPlace): GhostTrack => {
  switch (action) {
    case "return":
      return returnTrack(world, place);
    case "retrace":
      return retraceTrack(world, place);
    case "land":
      return landTrack(world, place);
    case "hold":
      return holdTrack(place);
  }
};
