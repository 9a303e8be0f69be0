import type { OperationView } from "../../shared/wire/operations.ts";
import type { PlanNote } from "../../shared/wire/plans.ts";
import type { Translate } from "../i18n/translate.ts";

/** What an operation is at, or why it failed with the vehicle's own words; undefined where there is nothing to say. */
export const operationText = (
  t: Translate,
  { fault, step }: Pick<OperationView, "fault" | "step">,
): { readonly text: string; readonly vehicleWords: string | undefined } | undefined => {
  if (fault !== undefined)
    return { text: t.loose(`operation.${fault.code}`, fault.params), vehicleWords: fault.vehicleText };
  return step === undefined ? undefined : { text: t.loose(`operationStep.${step}`, {}), vehicleWords: undefined };
};

/** What of a file was left out. */
export const planNoteText = (t: Translate, note: PlanNote): string => t.loose(`planNote.${note.code}`, note.params);
