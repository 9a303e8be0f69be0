import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { Proposal, ProposedWay } from "../../../shared/wire/incident.ts";
import type { Request, RequestResult } from "../../../shared/wire/requests.ts";
import type { HeldFences } from "../plans/held-fences.ts";
import { flyerOf, flyersOf } from "./flyers.ts";
import { noAnswer, notReady } from "./no-answer.ts";
import type { RichWay, TakenWay } from "./rich-ways.ts";
import type { SearchDesk } from "./search-desk.ts";
import { searchersOf } from "./searchers.ts";
import type { NextAnswer } from "./what-next.ts";
import type { There } from "./who-is-there.ts";

export interface ProposeParts {
  readonly search: Pick<SearchDesk, "whoIsThere" | "ask">;
  /** That a vehicle keeps to. */
  readonly fencesOf: (id: VehicleId) => HeldFences;
}

type ProposeRequest = Extract<Request, { readonly kind: "search.propose" }>;

/** Who should search what next: segments for all who are free, and for vehicles a way of their own beside them. */
export const propose = async (
  { search, fencesOf }: ProposeParts,
  { horizonMin, who }: ProposeRequest,
): Promise<RequestResult> => {
  const there = search.whoIsThere();
  const { searchers, leftOut } = searchersOf(there);
  const wanted = who === undefined ? undefined : new Set(who);
  const isWanted = ({ id }: { readonly id: string }) => wanted?.has(id) !== false;
  const asked = await search.ask({
    kind: "next",
    searchers: searchers.filter(isWanted),
    flyers: flyersOf(there, fencesOf).filter(isWanted),
    horizonS: horizonMin * 60,
    without: [...there.takenSegments],
    takenWays: takenWays(there, fencesOf),
  });
  if (!asked.ok) return noAnswer(asked);
  const next = asked.answer;
  if (next === undefined) return notReady("There is no probability map yet. Set the planning point first.");
  if (next.byBlocks && next.ways.length === 0)
    return notReady("There are no segments yet. Draw them or divide an area first.");
  const proposals = proposalsOf(next);
  const proposed = new Set(proposals.map((proposal) => proposal.who));
  const idle = next.byBlocks
    ? []
    : next.plans.flatMap((plan) => (plan.idle === undefined ? [] : [{ who: plan.searcherId, why: plan.idle }]));
  return {
    ok: true,
    proposals: proposals.toSorted((a, b) => worthOf(b) - worthOf(a)),
    leftOut: [
      ...leftOut.filter((out) => wanted?.has(out.who) !== false && !proposed.has(out.who)),
      ...idle.filter((out) => !proposed.has(out.who)),
    ],
  };
};

/** What vehicles fly now, as wide as their cameras look. */
const takenWays = ({ takenWays: taken, vehicles }: There, fencesOf: ProposeParts["fencesOf"]): readonly TakenWay[] =>
  taken.flatMap(({ vehicleId, jobId, path }): readonly TakenWay[] => {
    const there = vehicles.find(({ vehicle }) => vehicle.id === vehicleId);
    const flyer = there === undefined ? undefined : flyerOf(there, fencesOf);
    return flyer === undefined ? [] : [{ jobId, path, swathM: flyer.swathM, detection: flyer.detection }];
  });

const worthOf = ({ expectedPos, way }: Proposal): number => Math.max(expectedPos, way?.expectedPos ?? 0);

const proposalsOf = ({ plans, ways, byBlocks }: NextAnswer): readonly Proposal[] => {
  const wayOf = new Map(ways.map((way) => [way.who, proposedWay(way)]));
  const bySegments = (byBlocks ? [] : plans).flatMap(({ searcherId: who, stints, gain }): readonly Proposal[] => {
    if (stints.length === 0) return [];
    const sum = (of: "searchS" | "travelS" | "distanceM") => stints.reduce((all, stint) => all + stint[of], 0);
    const way = wayOf.get(who);
    return [
      {
        who,
        segmentIds: stints.map(({ segmentId }) => segmentId),
        searchS: Math.round(sum("searchS")),
        travelS: Math.round(sum("travelS")),
        distanceM: Math.round(sum("distanceM")),
        expectedPos: gain,
        ...(way === undefined ? {} : { way }),
      },
    ];
  });
  const known = new Set(bySegments.map(({ who }) => who));
  const noSegments = { segmentIds: [], searchS: 0, travelS: 0, distanceM: 0, expectedPos: 0 };
  return [...bySegments, ...[...wayOf].flatMap(([who, way]) => (known.has(who) ? [] : [{ who, ...noSegments, way }]))];
};

const proposedWay = ({ path, searchS, homeS, distanceM, gain, insteadOf }: RichWay): ProposedWay => ({
  path,
  searchS: Math.round(searchS),
  homeS: Math.round(homeS),
  distanceM: Math.round(distanceM),
  expectedPos: gain,
  ...(insteadOf === undefined ? {} : { insteadOf: { assignmentId: insteadOf.jobId, expectedPos: insteadOf.gain } }),
});
