import type { Thing } from "../../../shared/incident/thing.ts";
import type { Put } from "./check-put.ts";

/** In both languages: it goes to everybody at once, whatever their phones are set to. */
const words =
  "已找到走失人员。各队原地待命，等候返回指令。 Found. All teams stand by where you are, then return as told.";

/** Once somebody is found everybody is told so, and has to acknowledge: who is still out there must not go on searching. */
export const foundOrder = ({ thing, fields }: Put, before: Thing | undefined): Put | undefined => {
  if (thing !== "incident" || fields.phase !== "found") return undefined;
  if (before?.kind !== "incident" || before.fields.phase === "found") return undefined;
  return { thing: "message", fields: { nature: "order", text: words, needsAck: true } };
};
