import type { CommandOutcome } from "./command.ts";
import { meansUnsupported } from "./command.ts";
import type { JobFault, JobFaultCode } from "./job.ts";

/** By MAV_RESULT. */
const codes: ReadonlyMap<number, JobFaultCode> = new Map([
  [1, "temporarily-rejected"],
  [2, "denied"],
  [4, "failed"],
  [6, "cancelled"],
  [10, "denied"], // NOT_IN_CONTROL
]);

/**
 * Why a command didn't do what was asked.
 * @param command MAV_CMD
 * @param vehicleText what the vehicle said about it
 */
export const commandFault = (
  outcome: Exclude<CommandOutcome, { readonly state: "accepted" }>,
  command: number,
  vehicleText?: string,
): JobFault => {
  const text = vehicleText === undefined ? {} : { vehicleText };
  if (outcome.state === "expired") return { code: "expired", params: { command }, ...text };
  const { tries } = outcome;
  if (outcome.state === "no-answer") return { code: "no-answer", params: { command, tries }, ...text };
  const { result } = outcome;
  const code = meansUnsupported(result) ? "unsupported" : (codes.get(result) ?? "refused");
  return { code, params: { command, result, tries }, ...text };
};
