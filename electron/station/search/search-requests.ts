import { ofKind } from "../../../shared/incident/of-kind.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { Passage } from "../../../shared/search/correlation/passage.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { Nearest } from "../../../shared/wire/incident.ts";
import type { Request } from "../../../shared/wire/requests.ts";
import type { IncidentDesk } from "../incident/incident-desk.ts";
import type { HeldFences } from "../plans/held-fences.ts";
import { type RequestHandlers, refused } from "../request-desk.ts";
import { candidatesOf } from "./candidates.ts";
import { noAnswer } from "./no-answer.ts";
import { propose } from "./propose.ts";
import type { SearchDesk } from "./search-desk.ts";

/** Those that only ask the probability map and who is where. */
type SearchHandlers = Pick<RequestHandlers, Extract<Request["kind"], `search.${string}`>>;
type Of<K extends Request["kind"]> = Extract<Request, { readonly kind: K }>;

export interface SearchRequestParts {
  readonly search: SearchDesk;
  readonly incident: IncidentDesk;
  /** That a vehicle keeps to. */
  readonly fencesOf: (id: VehicleId) => HeldFences;
}

/** Less battery than this speaks against sending a vehicle, 0 to 1. */
const lowBattery = 0.3;
const usualCount = 10;
const usualFits = 500;

export const searchRequests = (parts: SearchRequestParts): SearchHandlers => ({
  "search.divide": (request) => divide(parts, request),
  "search.propose": (request) => propose(parts, request),
  "search.nearest": (request) => nearest(parts, request),
  "search.correlate": (request) => correlate(parts, request),
});

const why: Readonly<Record<string, string>> = {
  "self-crossing": "Its outline crosses itself.",
  "hole-outside": "A hole lies outside of it.",
  "too-few-points": "It has fewer than three corners.",
  "no-area": "It encloses nothing.",
  "too-large": "It is more than 200 km across.",
  "bad-size": "The wanted size is no size.",
};

const divide = async ({ search, incident }: SearchRequestParts, { ring, by, sizeM2 }: Of<"search.divide">) => {
  const taken = ofKind(incident.things, "segment").flatMap(({ fields: { name } }) => name ?? []);
  const asked = await search.ask({ kind: "divide", ring, by, sizeM2, taken });
  if (!asked.ok) return noAnswer(asked);
  const divided = asked.answer;
  if (divided.ok)
    return {
      ok: true,
      rings: divided.segments.map((segment) => segment.ring),
      names: divided.segments.map(({ name }) => name),
    } as const;
  const { fault } = divided;
  if (fault.code === "too-many-segments")
    return refused("not-possible", `More than ${fault.atMost} segments would come out. Choose larger ones.`);
  return refused("not-possible", `The area can't be divided. ${why[fault.code] ?? fault.code}`);
};

const nearest = async (
  { search }: SearchRequestParts,
  { place, count = usualCount, skills = [] }: Of<"search.nearest">,
) => {
  const there = search.whoIsThere();
  const { nowUtcMs } = there;
  const asked = await search.ask({
    kind: "nearest",
    place,
    candidates: candidatesOf(there),
    nowUtcMs,
    limit: count,
    skills,
  });
  if (!asked.ok) return noAnswer(asked);
  const weak = new Set(
    there.vehicles
      .filter(({ vehicle }) => (vehicle.battery?.fraction ?? 1) < lowBattery)
      .map(({ vehicle }) => `vehicle/${vehicle.id}`),
  );
  const age = (ms: number | undefined) => Math.round((ms ?? 0) / 1000);
  return {
    ok: true,
    nearest: asked.answer.ranked.map(
      ({ id, seconds, metres, mode, estimate, positionAgeMs }): Nearest => ({
        ...{ who: id, mode, estimate, positionAgeS: age(positionAgeMs) },
        travelS: Math.round(seconds),
        distanceM: Math.round(metres),
        ...(weak.has(id) ? { against: ["low-battery"] } : {}),
      }),
    ),
    leftOut: asked.answer.leftOut.map(({ id, why: reason, positionAgeMs }) => ({
      ...{ who: id, why: reason },
      ...(positionAgeMs === undefined ? {} : { positionAgeS: age(positionAgeMs) }),
    })),
  } as const;
};

/** Where the subject was by all that is known: the last sighting, the planning point, and clues that are believed. */
const trackOf = (things: ReadonlyMap<string, Thing>): readonly Passage[] => {
  const [subject] = ofKind(things, "subject");
  const { lastSeen, ipp } = subject?.fields ?? {};
  const known = [lastSeen, ipp].flatMap((at): readonly Passage[] =>
    at === undefined ? [] : [{ id: "subject", ...at.place, utcMs: at.utcMs }],
  );
  const clues = ofKind(things, "clue").flatMap(({ fields }): readonly Passage[] => {
    const { place, utcMs, state, effect, sigmaM } = fields;
    const counts = state !== "dismissed" && (effect === "here" || effect === "passed");
    if (!counts || place === undefined || utcMs === undefined) return [];
    return [{ id: "subject", ...place, utcMs, ...(sigmaM === undefined ? {} : { accuracyM: sigmaM }) }];
  });
  return [...known, ...clues];
};

const correlate = async ({ search, incident }: SearchRequestParts, request: Of<"search.correlate">) => {
  const { kind: _kind, count = usualFits, datasetId, withDatasetId, ...rule } = request;
  const own = await search.datasets.load(datasetId);
  if (!own.ok) return own;
  const other = withDatasetId === undefined ? undefined : await search.datasets.load(withDatasetId);
  if (other?.ok === false) return other;
  const track = other === undefined ? trackOf(incident.things) : [];
  if (other === undefined && track.length === 0)
    return refused("not-possible", "Nobody says when and where the subject was. Fill in the last sighting first.");
  const asked = await search.ask({
    ...{ kind: "correlate", datasetId: own.fileId, track, count, ...rule },
    ...(other === undefined ? {} : { withDatasetId: other.fileId }),
  });
  return asked.ok ? ({ ok: true, ...asked.answer } as const) : noAnswer(asked);
};
