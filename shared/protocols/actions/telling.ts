import type { VehicleState } from "../../vehicle/vehicle-state.ts";
import { type CommandTiming, commandTiming } from "../command.ts";
import { type CommandPlan, commandJob } from "../command-job.ts";
import type { Job, JobFault, JobStepCode } from "../job.ts";
import type { ActionContext } from "./action-context.ts";
import { confirmedJob } from "./confirmed-job.ts";

/** What was asked ten seconds ago is not what is wanted now. */
const actionTiming: CommandTiming = { ...commandTiming, expiryMs: 10_000 };

/** Tells the vehicle something by the first of these ways that it knows; done when it accepted. */
export const tell = (
  { target, own }: ActionContext,
  ways: readonly [CommandPlan, ...CommandPlan[]],
  options: { readonly step?: JobStepCode; readonly timing?: CommandTiming } = {},
): Job => commandJob({ target, own, alternatives: ways, timing: actionTiming, ...options });

/** What its own state must say for an action to be done, and how long that may take. */
export interface Proof {
  readonly isSo: (vehicle: VehicleState) => boolean;
  readonly withinMs: number;
  readonly step?: JobStepCode;
  readonly params?: JobFault["params"];
}

/** The same; done when its state shows it, too. */
export const tellAndSee = (
  context: ActionContext,
  vehicle: VehicleState,
  ways: readonly [CommandPlan, ...CommandPlan[]],
  proof: Proof,
): Job => confirmedJob({ vehicle, job: tell(context, ways), ...proof });
