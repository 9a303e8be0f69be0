import type { TimelineMark } from "../../../shared/archive/timeline.ts";
import type { Translate } from "../../i18n/translate.ts";
import type { JumpGoal } from "../../stores/archive/jump.ts";

/** "Mode: AUTO". Its author's words stay as they were written. */
export const markText = (t: Translate, { kind, text }: Pick<TimelineMark, "kind" | "text">): string =>
  text === "" ? t(`mark.${kind}`) : t("mark.line", { kind: t(`mark.${kind}`), text });

/** What a jump came to, for whoever can't see it. */
export const jumpText = (t: Translate, goal: JumpGoal | undefined): string => {
  if (goal === undefined) return t("timeline.jump.none");
  if (goal.kind === "mark") return markText(t, goal.mark);
  return goal.note.text === "" ? t("timeline.bookmark") : goal.note.text;
};
