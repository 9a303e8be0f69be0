import type { MissionItem } from "../protocols/mission/mission-item.ts";
import { compileElement } from "./compile-element.ts";
import { compileFences, compileRallyPoints } from "./compile-fence.ts";
import { degE7, missionCommand, roundCm } from "./mission-commands.ts";
import { MissionDraft } from "./mission-draft.ts";
import type { Plan } from "./plan.ts";
import { homeOf, type PlanContext, type PlanHome } from "./plan-context.ts";
import { type PlanProblem, planProblem } from "./plan-problem.ts";

/** What is written to a vehicle; or why it can't be. */
export type CompiledPlan =
  | {
      readonly ok: true;
      readonly mission: readonly MissionItem[];
      readonly fence: readonly MissionItem[];
      readonly rally: readonly MissionItem[];
      /** Which element an item of the mission came from; undefined for home and the plan's own speed. */
      readonly elementOfSeq: readonly (string | undefined)[];
      /** Heights were reckoned from where home is now: from another one they would be others. */
      readonly dependsOnHome: boolean;
      /** What came out otherwise than drawn. */
      readonly warnings: readonly PlanProblem[];
    }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

/** ArduPilot's on boards with the usual storage; it answers MISSION_ACK 4 to more. */
const mostArduPilotItems = 650;
const mostOtherItems = 2000;
/** AP_MISSION_MAX_NUM_DO_JUMP_COMMANDS of small boards; jumps beyond are passed over. */
const mostArduPilotJumps = 15;

/** ArduPilot's item 0; it puts its own home there, whatever is sent. */
const homeItem = (home: PlanHome | undefined): MissionItem => ({
  frame: 0,
  command: missionCommand.waypoint,
  autocontinue: 1,
  params: [0, 0, 0, 0],
  x: home === undefined ? 0 : degE7(home.latDeg),
  y: home === undefined ? 0 : degE7(home.lonDeg),
  z: roundCm(home?.altMslM ?? 0),
});

/**
 * Turns a plan into the items that a vehicle's firmware stores: ArduPilot counts home as item 0, PX4 has no orbits in
 * missions, robots have no heights. Heights above ground become heights above home by our terrain, so that every firmware can fly
 * them; where the terrain isn't known ArduPilot is told to follow it by its own.
 */
export const compilePlan = (plan: Plan, context: PlanContext): CompiledPlan => {
  const draft = new MissionDraft(plan, context);
  if (context.autopilot === "ardupilot") draft.add(undefined, homeItem(homeOf(plan, context)));
  const [first] = plan.elements;
  if (first?.kind !== "take-off") draft.changeSpeed(undefined, plan.speedMps);
  for (const element of plan.elements) {
    draft.begin(element.id);
    compileElement(element, draft);
    if (element === first && first.kind === "take-off") draft.changeSpeed(undefined, plan.speedMps);
  }
  const fence = compileFences(plan.fences);
  const rally = compileRallyPoints(plan.rallyPoints, draft);
  draft.problems.push(...countProblems(draft.items, context));
  const problems = draft.problems;
  if (problems.some(({ severity }) => severity === "error")) return { ok: false, problems };
  const { items: mission, elementOfSeq, dependsOnHome } = draft;
  return { ok: true, mission, fence, rally, elementOfSeq, dependsOnHome, warnings: problems };
};

const countProblems = (items: readonly MissionItem[], { autopilot }: PlanContext): PlanProblem[] => {
  const isArduPilot = autopilot === "ardupilot";
  const most = isArduPilot ? mostArduPilotItems : mostOtherItems;
  const loops = items.filter(({ command }) => command === missionCommand.jump).length;
  return [
    ...(items.length > most ? [planProblem("error", "too-many-items", undefined, { items: items.length, most })] : []),
    ...(isArduPilot && loops > mostArduPilotJumps
      ? [planProblem("error", "too-many-loops", undefined, { loops, most: mostArduPilotJumps })]
      : []),
  ];
};
