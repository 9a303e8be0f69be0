import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { LocalFrame } from "../../../shared/geo/local-frame.ts";
import { authorIdOf } from "../../../shared/incident/may-ask.ts";
import type { Principal } from "../../../shared/incident/roles.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { FieldClue, FieldJob, FieldMessage, FieldState, FieldSubject, Me } from "../../../shared/wire/field.ts";
import type { Whereabouts } from "../../../shared/wire/incident.ts";
import { type FieldIndex, indexOf } from "./field-index.ts";

export interface FieldView {
  readonly principal: Principal;
  readonly things: ReadonlyMap<string, Thing>;
  readonly whereabouts: ReadonlyMap<string, Whereabouts>;
  readonly centre?: LatLon | undefined;
  readonly hasBaseMap: boolean;
}

/** A clue this near to a job concerns who has it, m. */
const nearM = 1_000;
/** Older ones are not for a phone's screen, nor for its network. */
const mostMessages = 60;
const mostJobs = 20;
const mostClues = 50;

/** Under what somebody's place is kept: a link that belongs to a whole team tells where the team is. */
export const whoIs = ({ personId, teamId, inviteId }: Principal): string | undefined => {
  if (personId !== undefined) return `person/${personId}`;
  if (teamId !== undefined) return `team/${teamId}`;
  return inviteId === undefined ? undefined : `invite/${inviteId}`;
};

export const meOf = ({ inviteId: _inviteId, ...me }: Principal): Me => me;

/** All that a phone with this link may know and needs. Who only tells a place sees nothing of the search. */
export const fieldState = (view: FieldView): FieldState => {
  const { principal, things, whereabouts } = view;
  const who = whoIs(principal);
  const own = who === undefined ? undefined : whereabouts.get(who);
  const mine = own === undefined ? {} : { whereabouts: { latDeg: own.latDeg, lonDeg: own.lonDeg, utcMs: own.utcMs } };
  const empty = { me: meOf(principal), subjects: [], jobs: [], clues: [], messages: [], mates: [], hasBaseMap: false };
  if (principal.locateOnly === true) return { ...empty, ...mine };
  const index = indexOf(things);
  const jobs = jobsOf(principal, index);
  const { incident } = index;
  const team = principal.teamId === undefined ? undefined : index.teams.get(principal.teamId);
  return {
    ...empty,
    ...mine,
    ...(incident === undefined ? {} : { incident: incidentOf(incident) }),
    ...(team === undefined
      ? {}
      : { team: { id: team.id, name: team.fields.name ?? team.id, ...given("radio", team.fields.radio) } }),
    subjects: index.subjects.map(subjectOf),
    jobs,
    clues: cluesNear(jobs, own, view, index),
    messages: messagesOf(view, index),
    mates: matesOf(view, index),
    ...given("centre", view.centre),
    hasBaseMap: view.hasBaseMap,
  };
};

/** Ids of all pictures that this state shows: those, and no others, may be fetched with its link. */
export const filesShown = (state: FieldState): ReadonlySet<string> =>
  new Set([...state.subjects, ...state.clues, ...state.messages].flatMap(({ photos }) => photos));

const given = <K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T });

const incidentOf = ({ id, fields }: Thing<"incident">) => ({
  id,
  ...given("name", fields.name),
  ...given("phase", fields.phase),
  ...given("objectives", fields.objectives),
  ...given("safety", fields.safety),
  ...given("radio", fields.radio),
});

const subjectOf = ({ id, fields }: Thing<"subject">): FieldSubject => ({
  id,
  ...given("name", fields.name),
  ...given("age", fields.age),
  ...given("sex", fields.sex),
  ...given("clothing", fields.clothing),
  ...given("mobility", fields.mobility),
  ...given("language", fields.language),
  ...given("responsive", fields.responsive),
  photos: fields.photos ?? [],
  ...(fields.lastSeen === undefined
    ? {}
    : { lastSeen: { place: fields.lastSeen.place, utcMs: fields.lastSeen.utcMs } }),
});

const jobsOf = ({ teamId, personId }: Principal, index: FieldIndex): readonly FieldJob[] => {
  const ofTeam = teamId === undefined ? [] : (index.jobsOf.get(`team/${teamId}`) ?? []);
  const ofPerson = personId === undefined ? [] : (index.jobsOf.get(`person/${personId}`) ?? []);
  return [...ofPerson, ...ofTeam]
    .sort((a, b) => b.createdUtcMs - a.createdUtcMs)
    .slice(0, mostJobs)
    .map((job) => jobOf(job, index));
};

const jobOf = ({ id, fields, steps, createdUtcMs }: Thing<"assignment">, index: FieldIndex): FieldJob => ({
  id,
  ...given("number", fields.number),
  ...given("task", fields.task),
  ...given("text", fields.text),
  ...given("place", fields.place),
  segments: (fields.segmentIds ?? []).flatMap((segmentId) => {
    const segment = index.segments.get(segmentId);
    if (segment === undefined) return [];
    return [{ id: segmentId, name: segment.fields.name ?? segmentId, ring: segment.fields.ring ?? [] }];
  }),
  ...given("priority", fields.priority),
  ...given("allocatedMin", fields.allocatedMin),
  ...given("transportation", fields.transportation),
  ...given("previousEfforts", fields.previousEfforts),
  createdUtcMs,
  steps: steps.map(({ step, utcMs, by }) => ({ step, utcMs, by: by.name })),
});

/** Those near a job, near where this phone is, and those it told of itself. */
const cluesNear = (
  jobs: readonly FieldJob[],
  own: LatLon | undefined,
  { principal }: FieldView,
  index: FieldIndex,
): readonly FieldClue[] => {
  const places = [
    ...jobs.flatMap(({ segments, place }) => [
      ...segments.flatMap(({ ring }) => ring),
      ...(place === undefined ? [] : [place]),
    ]),
    ...(own === undefined ? [] : [own]),
  ];
  const authorId = authorIdOf(principal);
  return index.clues
    .filter(({ fields, createdBy }) => {
      const { place } = fields;
      if (place === undefined || fields.state === "dismissed") return false;
      return createdBy.id === authorId || isNear(place, places);
    })
    .slice(-mostClues)
    .map(({ id, fields, createdUtcMs }) => ({
      id,
      ...given("number", fields.number),
      ...given("nature", fields.nature),
      ...given("text", fields.text),
      place: fields.place ?? { latDeg: 0, lonDeg: 0 },
      ...given("state", fields.state),
      utcMs: fields.utcMs ?? createdUtcMs,
      photos: fields.photos ?? [],
    }));
};

const isNear = (place: LatLon, places: readonly LatLon[]): boolean => {
  const frame = new LocalFrame(place);
  return places.some((other) => {
    const { northM, eastM } = frame.toNorthEast(other);
    return Math.hypot(northM, eastM) <= nearM;
  });
};

const messagesOf = ({ principal }: FieldView, index: FieldIndex): readonly FieldMessage[] => {
  const authorId = authorIdOf(principal);
  return index.messages
    .filter((message) => message.createdBy.id === authorId || isFor(principal, message))
    .slice(-mostMessages)
    .map((message) => messageOf(message, principal, authorId));
};

/** What was written down of the radio is not sent to phones unless it is addressed to them. */
const isFor = (principal: Principal, { fields }: Thing<"message">): boolean =>
  isTo(principal, fields) || (isToAll(fields) && fields.nature !== "radio");

type MessageFields = Thing<"message">["fields"];

const isToAll = ({ teamIds = [], personIds = [], roles = [] }: MessageFields): boolean =>
  teamIds.length + personIds.length + roles.length === 0;

const isTo = ({ teamId, personId, role }: Principal, { teamIds, personIds, roles }: MessageFields): boolean =>
  (teamId !== undefined && teamIds?.includes(teamId) === true) ||
  (personId !== undefined && personIds?.includes(personId) === true) ||
  roles?.includes(role) === true;

const messageOf = (message: Thing<"message">, principal: Principal, authorId: string | undefined): FieldMessage => {
  const { id, fields, steps, createdBy, createdUtcMs } = message;
  const acknowledged = steps.filter(({ step }) => step === "acknowledged");
  return {
    id,
    text: fields.text ?? "",
    nature: fields.nature ?? "chat",
    utcMs: createdUtcMs,
    by: createdBy.name,
    mine: createdBy.id === authorId,
    toMe: isTo(principal, fields),
    needsAck: fields.needsAck === true || fields.nature === "help",
    acknowledged: acknowledged.some(({ by }) => by.id === authorId),
    acknowledgedBy: acknowledged
      .filter(({ by }) => by.id !== authorId)
      .map(({ by, utcMs }) => ({ name: by.name, utcMs })),
    ...given("place", fields.place),
    photos: fields.photos ?? [],
  };
};

const matesOf = ({ principal, whereabouts }: FieldView, index: FieldIndex): FieldState["mates"] => {
  const { teamId } = principal;
  if (teamId === undefined) return [];
  const own = whoIs(principal);
  const members = [...(index.membersOf.get(teamId) ?? []), { who: `team/${teamId}`, name: teamName(teamId, index) }];
  return members.flatMap(({ who, name }) => {
    const at = who === own ? undefined : whereabouts.get(who);
    return at === undefined ? [] : [{ id: who, name, latDeg: at.latDeg, lonDeg: at.lonDeg, utcMs: at.utcMs }];
  });
};

const teamName = (teamId: string, index: FieldIndex): string => index.teams.get(teamId)?.fields.name ?? teamId;
