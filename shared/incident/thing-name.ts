import type { Thing } from "./thing.ts";

/** How people call a thing, from what was written down; its id where there is nothing better. */
export const thingName = (thing: Thing): string => {
  switch (thing.kind) {
    case "assignment":
    case "clue":
      return thing.fields.number === undefined ? thing.id : String(thing.fields.number);
    case "message":
    case "question":
    case "handover":
      return thing.fields.text?.slice(0, 60) ?? thing.id;
    case "vote":
      return thing.fields.expert ?? thing.id;
    case "model":
      return thing.id;
    default:
      return thing.fields.name ?? thing.id;
  }
};
