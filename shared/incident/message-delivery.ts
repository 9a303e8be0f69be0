import { assignmentStatus } from "./assignment-status.ts";
import { ofKind } from "./of-kind.ts";
import type { Role } from "./roles.ts";
import { type Step, type Thing, thingKey } from "./thing.ts";

/** To whom a message goes: a team is reached when one of it answers, a role when anybody in it does. */
export type Addressee =
  | { readonly kind: "team" | "person"; readonly id: string }
  | { readonly kind: "role"; readonly id: Role };

/** Who acknowledged a message, and who didn't yet. */
export interface MessageDelivery {
  readonly acknowledged: readonly { readonly to: Addressee; readonly step: Step }[];
  readonly missing: readonly Addressee[];
}

type Things = ReadonlyMap<string, Thing>;

const addresseesOf = ({ fields, createdBy }: Thing<"message">, things: Things): readonly Addressee[] => {
  const { teamIds = [], personIds = [], roles = [], fromTeamId } = fields;
  const named: readonly Addressee[] = [
    ...teamIds.map((id) => ({ kind: "team", id }) as const),
    ...personIds.map((id) => ({ kind: "person", id }) as const),
    ...roles.map((id) => ({ kind: "role", id }) as const),
  ];
  const everybody = (): readonly Addressee[] => [
    ...ofKind(things, "team").flatMap(({ id, fields: { state } }) =>
      state === "off" ? [] : [{ kind: "team", id } as const],
    ),
    ...ofKind(things, "person").flatMap(({ id, fields: { teamId, role } }) =>
      teamId === undefined && role !== "observer" ? [{ kind: "person", id } as const] : [],
    ),
  ];
  return (named.length > 0 ? named : everybody()).filter(({ id }) => id !== createdBy.id && id !== fromTeamId);
};

/** Whether a step was made by, or written down for, somebody. */
const isBy = (step: Step, to: Addressee, things: Things): boolean => {
  // At a small post the coordinator flies, too.
  if (to.kind === "role") return step.by.role === to.id || step.by.role === "coordinator";
  // Heard on the radio and noted at the post: the text says whose word it was.
  if (step.by.id === to.id || step.text === `${to.kind}/${to.id}`) return true;
  const author = things.get(thingKey("person", step.by.id));
  return to.kind === "team" && author?.kind === "person" && author.fields.teamId === to.id;
};

/** Who takes a job on, or does it, has read its order. */
const answerToJob = (message: Thing<"message">, to: Addressee, things: Things): Step | undefined => {
  const job = things.get(thingKey("assignment", message.fields.assignmentId ?? ""));
  if (job?.kind !== "assignment" || job.fields.to === undefined) return undefined;
  const isTheirs =
    to.kind === "role"
      ? job.fields.to.kind === "vehicle"
      : job.fields.to.kind === to.kind && job.fields.to.id === to.id;
  if (!isTheirs) return undefined;
  const { state } = assignmentStatus(job);
  if (state === "draft" || state === "sent") return undefined;
  return job.steps.find(({ step }) => step === state);
};

/** How far a message came. A step "acknowledged" with the text "team/ID" is written down for a team that said so by radio. */
export const messageDelivery = (message: Thing<"message">, things: Things): MessageDelivery => {
  const steps = message.steps.filter(({ step }) => step === "acknowledged");
  const answers = addresseesOf(message, things).map((to) => ({
    to,
    step: steps.find((step) => isBy(step, to, things)) ?? answerToJob(message, to, things),
  }));
  return {
    acknowledged: answers.flatMap(({ to, step }) => (step === undefined ? [] : [{ to, step }])),
    missing: answers.flatMap(({ to, step }) => (step === undefined ? [to] : [])),
  };
};
