import type { MarkKind, TimelineMark } from "../../../shared/archive/timeline.ts";
import type { MessageKey, Translate } from "../../i18n/translate.ts";
import type { JumpGoal } from "../../stores/archive/jump.ts";

/** Where the words of a mark's code are. */
const wordsOf: Readonly<Partial<Record<MarkKind, (code: string) => string>>> = {
  alert: (code) => `alert.${code}.title`,
  operation: (code) => `operationKind.${code}`,
  "heat-decided": (code) => `heat.state.${code}`,
  order: (code) => `order.step.${code}`,
  incident: (code) => `search.phase.${code}`,
};

/** A code from a newer station has no words here: it is shown as it is. */
const codeText = (t: Translate, { kind, code, params = {} }: TimelineMark): string => {
  const key = code === undefined ? undefined : wordsOf[kind]?.(code);
  if (code === undefined || key === undefined) return "";
  const words = t.loose(key as MessageKey, params);
  return words === key ? code : words;
};

/** "Mode: AUTO", "Heat source decided: 7 Confirmed". Its author's words stay as they were written. */
export const markText = (t: Translate, mark: TimelineMark): string => {
  const said = [mark.text, codeText(t, mark)].filter((text) => text !== "").join(" ");
  if (said === "") return t(`mark.${mark.kind}`);
  // An alert's own words are whole sentences.
  return mark.kind === "alert" ? said : t("mark.line", { kind: t(`mark.${mark.kind}`), text: said });
};

/** What a jump came to, for whoever can't see it. */
export const jumpText = (t: Translate, goal: JumpGoal | undefined): string => {
  if (goal === undefined) return t("timeline.jump.none");
  if (goal.kind === "mark") return markText(t, goal.mark);
  return goal.note.text === "" ? t("timeline.bookmark") : goal.note.text;
};
