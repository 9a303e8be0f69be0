import { planProblemCodes } from "../../shared/plan/plan-problem.ts";
import { impossibleReasons } from "../../shared/protocols/impossible.ts";
import { missionReasons } from "../../shared/protocols/mission/mission-wire.ts";
import { onBoardStates, readBackFields } from "../../shared/protocols/mission/read-back.ts";
import type { OperationView } from "../../shared/wire/operations.ts";
import type { PlanNote } from "../../shared/wire/plans.ts";
import type { Translate } from "../i18n/translate.ts";

type Params = Readonly<Record<string, string | number>>;

/** Codes among a fault's parameters, in words. */
const inWords = (t: Translate, params: Params): Params => {
  const reason = missionReasons.find((code) => code === params.reason);
  const field = readBackFields.find((code) => code === params.field);
  return {
    ...params,
    ...(reason === undefined ? {} : { reason: t(`missionReason.${reason}`) }),
    // "7–8": over a bad link one can't always tell.
    ...(params.orItem === undefined ? {} : { item: `${params.item}–${params.orItem}` }),
    ...(field === undefined ? {} : { field: t(`missionField.${field}`) }),
  };
};

/** Why it isn't possible, where that is known: it says more than that it isn't. */
const impossibleText = (t: Translate, { code, params }: NonNullable<OperationView["fault"]>): string | undefined => {
  if (code !== "not-possible") return undefined;
  const reason = impossibleReasons.find((known) => known === params.reason);
  if (reason !== undefined) return t.loose(`impossible.${reason}`, params);
  const problem = planProblemCodes.find((known) => known === params.reason);
  return problem === undefined ? undefined : t.loose(`planProblem.${problem}`, params);
};

/** What a transfer left on the vehicle, where the fault tells; nothing more where all is as it should be. */
const onBoardText = (t: Translate, { onBoard }: Params): string => {
  const state = onBoardStates.find((code) => code === onBoard);
  return state === undefined || state === "uploaded" ? "" : t(`onBoard.${state}`);
};

/** What an operation is at, or why it failed with the vehicle's own words; undefined where there is nothing to say. */
export const operationText = (
  t: Translate,
  { fault, step }: Pick<OperationView, "fault" | "step">,
): { readonly text: string; readonly vehicleWords: string | undefined } | undefined => {
  if (fault !== undefined) {
    const why = impossibleText(t, fault) ?? t.loose(`operation.${fault.code}`, inWords(t, fault.params));
    const sentences = [why, onBoardText(t, fault.params)];
    const text = sentences.filter((sentence) => sentence !== "").join(t.language === "en" ? " " : "");
    return { text, vehicleWords: fault.vehicleText };
  }
  return step === undefined ? undefined : { text: t.loose(`operationStep.${step}`, {}), vehicleWords: undefined };
};

/** What of a file was left out. */
export const planNoteText = (t: Translate, note: PlanNote): string => t.loose(`planNote.${note.code}`, note.params);
