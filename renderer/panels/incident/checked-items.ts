import type { Thing } from "../../../shared/incident/thing.ts";

/** Which items of a checklist are done: the last word about each counts. */
export const checkedItems = ({ steps }: Pick<Thing<"question">, "steps">): ReadonlySet<number> => {
  const done = new Set<number>();
  for (const { step, item } of steps) {
    if (item === undefined) continue;
    if (step === "item-done") done.add(item);
    if (step === "item-undone") done.delete(item);
  }
  return done;
};
