import type { ThingFields } from "../../../shared/incident/things.ts";
import type { VehicleKind } from "../../../shared/vehicle/vehicle-state.ts";
import type { Proposal } from "../../../shared/wire/incident.ts";
import type { WorkChoice } from "../../stores/search-panel-store.ts";

type Assignment = ThingFields["assignment"];
type TeamMode = NonNullable<ThingFields["team"]["mode"]>;

/** Resource types of the forms. */
const teamResources: Readonly<Record<TeamMode, NonNullable<Assignment["resource"]>>> = {
  foot: "GROUND",
  wheels: "OHV",
  bike: "BIKE",
  boat: "WATER",
  dog: "DOG",
  mounted: "MOUNTED",
};

/** "team/ID" or "vehicle/ID" apart; undefined for anybody else: nobody is sent by halves. */
export const whoIs = (who: string): { readonly kind: "team" | "vehicle"; readonly id: string } | undefined => {
  const at = who.indexOf("/");
  const [kind, id] = [who.slice(0, at), who.slice(at + 1)];
  return (kind === "team" || kind === "vehicle") && id !== "" ? { kind, id } : undefined;
};

/** What a line stands for: what was chosen, else what adds more. */
export const workOf = ({ segmentIds, expectedPos, way }: Proposal, chosen: WorkChoice | undefined): WorkChoice => {
  if (way === undefined) return "segments";
  if (segmentIds.length === 0) return "way";
  return chosen ?? (way.expectedPos > expectedPos ? "way" : "segments");
};

/** What a line adds by what it stands for, more than what is done without it. */
export const gainOf = ({ way, expectedPos }: Proposal, work: WorkChoice): number =>
  work === "way" ? (way?.expectedPos ?? 0) - (way?.insteadOf?.expectedPos ?? 0) : expectedPos;

/** The assignment that a line of "what next" becomes. */
export const proposedAssignment = (
  proposal: Proposal,
  known: {
    readonly work: WorkChoice;
    /** What is said of a way, in the language of who sends it. */
    readonly wayText: string;
    readonly teamMode: TeamMode | undefined;
    readonly vehicleKind: VehicleKind | undefined;
    readonly period: number | undefined;
  },
): Assignment | undefined => {
  const to = whoIs(proposal.who);
  if (to === undefined) return undefined;
  const { vehicleKind, teamMode, period } = known;
  const resource =
    to.kind === "vehicle" ? (vehicleKind === "ground-robot" ? "ROBOT" : "DRONE") : teamResources[teamMode ?? "foot"];
  const { way } = proposal;
  if (known.work === "way" && way !== undefined)
    return {
      to,
      task: "search",
      path: way.path.map(({ latDeg, lonDeg }) => ({ latDeg, lonDeg })),
      text: known.wayText,
      resource,
      expectedPos: way.expectedPos,
      allocatedMin: Math.ceil((way.searchS + way.homeS) / 60),
      ...(period === undefined ? {} : { period }),
    };
  return {
    to,
    task: "search",
    segmentIds: [...proposal.segmentIds],
    resource,
    travelS: proposal.travelS,
    expectedPos: proposal.expectedPos,
    allocatedMin: Math.ceil((proposal.travelS + proposal.searchS) / 60),
    ...(period === undefined ? {} : { period }),
  };
};
