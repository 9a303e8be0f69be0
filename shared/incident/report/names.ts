import type { Thing } from "../thing.ts";
import { type ReportInput, thingsOfKind } from "./report-input.ts";

/** How each thing and vehicle is called on paper. */
export interface ReportNames {
  /** "team/ID", "person/ID", "vehicle/ID". */
  readonly who: (key: string) => string;
  readonly segment: (id: string) => string;
  readonly thing: (thing: Thing) => string;
}

const short = (text: string, most = 160): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** What was named is called so; else it is called by its id, so that nothing is without one. */
export const reportNames = (input: ReportInput): ReportNames => {
  const named = new Map<string, string>();
  for (const kind of ["team", "person"] as const)
    for (const { id, fields } of thingsOfKind(input, kind)) named.set(`${kind}/${id}`, fields.name ?? id);
  for (const { id, name } of input.vehicles) named.set(`vehicle/${id}`, name);
  const segments = new Map(thingsOfKind(input, "segment").map(({ id, fields }) => [id, fields.name ?? id]));
  const who = (key: string): string => named.get(key) ?? key.slice(key.indexOf("/") + 1);
  const thing = (one: Thing): string => {
    switch (one.kind) {
      case "assignment":
        return `${one.fields.number ?? one.id}${one.fields.to ? ` → ${who(`${one.fields.to.kind}/${one.fields.to.id}`)}` : ""}`;
      case "clue":
        return `${one.fields.number ?? one.id}${one.fields.text ? `: ${short(one.fields.text)}` : ""}`;
      case "message":
      case "question":
      case "handover":
        return short(one.fields.text ?? one.id);
      case "vote":
        return one.fields.expert ?? one.id;
      case "model":
        return "";
      default:
        return one.fields.name ?? one.id;
    }
  };
  return { who, segment: (id) => segments.get(id) ?? id, thing };
};
