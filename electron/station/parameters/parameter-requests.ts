import type { CommandDesk } from "../flight/command-desk.ts";
import type { RequestHandlers } from "../request-desk.ts";
import type { ParameterDesk } from "./parameter-desk.ts";

export interface ParameterRequestParts {
  readonly commands: CommandDesk;
  readonly parameters: ParameterDesk;
}

/** The vehicles' own settings. */
export const parameterRequests = ({
  commands,
  parameters,
}: ParameterRequestParts): Pick<RequestHandlers, "parameters.fetch" | "parameters.set"> => ({
  "parameters.fetch": ({ kind: _kind, ...order }) =>
    commands.order({ ...order, kind: "parameters-fetch", job: (context) => parameters.fetchJob(context) }),
  "parameters.set": ({ kind: _kind, values, ...order }) =>
    commands.order({ ...order, kind: "parameters-set", job: (context) => parameters.setJob(context, values) }),
});
