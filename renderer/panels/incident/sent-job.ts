import type { ThingFields } from "../../../shared/incident/things.ts";
import type { Nearest } from "../../../shared/wire/incident.ts";
import type { Wanted } from "../../stores/incident-panel-store.ts";

type Assignment = ThingFields["assignment"];

/** "team/ID", "person/ID" or "vehicle/ID" apart. */
export const whoOf = (who: string): NonNullable<Assignment["to"]> | undefined => {
  const at = who.indexOf("/");
  const [kind, id] = [who.slice(0, at), who.slice(at + 1)];
  return (kind === "team" || kind === "person" || kind === "vehicle") && id !== "" ? { kind, id } : undefined;
};

/** The job that one press on a line of "who can be here first" makes. */
export const sentJob = (
  { who, travelS }: Pick<Nearest, "who" | "travelS">,
  { place, about }: Wanted,
  text: string,
): Omit<Assignment, "removed"> | undefined => {
  const to = whoOf(who);
  if (to === undefined) return undefined;
  const { latDeg, lonDeg } = place;
  const common = { to, place: { latDeg, lonDeg }, travelS, priority: "high" as const };
  const words = text.trim() === "" ? {} : { text: text.trim() };
  switch (about?.kind) {
    case "clue":
      return { ...common, ...words, task: "check-clue", clueId: about.id };
    case "heat":
      return { ...common, ...words, task: "check-heat", heatId: about.id };
    case "segment":
      return { ...common, ...words, task: "search", segmentIds: [about.id] };
    default:
      return { ...common, ...words, task: "go-to" };
  }
};
