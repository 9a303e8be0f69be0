import type { Thing } from "../../../shared/incident/thing.ts";
import type { MessageKey, Translate } from "../../i18n/translate.ts";
import type { Format } from "../format.ts";
import type { Things } from "./things-context.tsx";

/** What a job is about, in a few words: "Search · AA, AB", "Check a clue · clue 3". */
export const jobTitle = ({ fields }: Thing<"assignment">, things: Things, t: Translate, format: Format): string => {
  const { task = "other", segmentIds = [], clueId, path } = fields;
  const names = segmentIds.map((id) => {
    const segment = things.get(`segment/${id}`);
    return segment?.kind === "segment" ? (segment.fields.name ?? id) : id;
  });
  const clue = things.get(`clue/${clueId}`);
  const about = [
    ...(names.length === 0 ? [] : [format.list(names)]),
    ...(path === undefined ? [] : [t("order.ownWay")]),
    ...(clue?.kind === "clue" ? [t("clue.short", { n: clue.fields.number ?? clue.id })] : []),
  ];
  const what = t.loose(`order.task.${task}` as MessageKey, {});
  return [what, ...about].join(" · ");
};
