import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Operator } from "../../../shared/wire/operations.ts";
import type { Request } from "../../../shared/wire/requests.ts";
import type { ReportDraft, ReportText } from "../../stores/report-draft-store.ts";
import { readNumber } from "./read-number.ts";
import { readPlace } from "./read-place.ts";

/** What isn't right yet, by the field that it stands at. */
export type ReportProblem =
  | "needs-category"
  | "needs-place"
  | "bad-place"
  | "needs-time"
  | "bad-time"
  | "future"
  | "bad-number";

/** Numbers of the report, with what can be right. */
const reportNumbers = {
  age: { least: 0, most: 130 },
  temperature: { least: -80, most: 60 },
  wind: { least: 0, most: 100 },
  windFrom: { least: 0, most: 360 },
  visibility: { least: 0, most: 100_000 },
} as const satisfies Partial<Record<ReportText, { least: number; most: number }>>;
type NumberField = keyof typeof reportNumbers;

const textOf = (draft: ReportDraft, field: ReportText): string => draft.texts[field]?.trim() ?? "";

const numberOf = (draft: ReportDraft, field: NumberField): number | undefined => {
  const { least, most } = reportNumbers[field];
  return readNumber(textOf(draft, field), least, most);
};

/** What was shown on the map, else what was typed. */
const reportPlace = (draft: ReportDraft): LatLon | undefined => draft.place ?? readPlace(textOf(draft, "placeText"));
const reportIpp = (draft: ReportDraft): LatLon | undefined =>
  draft.ipp ?? (textOf(draft, "ippText") === "" ? reportPlace(draft) : readPlace(textOf(draft, "ippText")));

/** Clocks differ by a little; a person is never last seen in the future. */
const futureMs = 120_000;

/** What stands against opening the search; empty: it can be opened. */
export const reportProblems = (
  draft: ReportDraft,
  nowUtcMs: number,
): Readonly<Partial<Record<ReportText, ReportProblem>>> => {
  const problems: Partial<Record<ReportText, ReportProblem>> = {};
  if (draft.nature === "lost" && textOf(draft, "category") === "") problems.category = "needs-category";
  if (reportPlace(draft) === undefined)
    problems.placeText = textOf(draft, "placeText") === "" ? "needs-place" : "bad-place";
  if (draft.ipp === undefined && textOf(draft, "ippText") !== "" && reportIpp(draft) === undefined)
    problems.ippText = "bad-place";
  if (draft.whenUtcMs === undefined) problems.whenText = textOf(draft, "whenText") === "" ? "needs-time" : "bad-time";
  else if (draft.whenUtcMs > nowUtcMs + futureMs) problems.whenText = "future";
  for (const field of Object.keys(reportNumbers) as NumberField[])
    if (textOf(draft, field) !== "" && numberOf(draft, field) === undefined) problems[field] = "bad-number";
  return problems;
};

type Open = Extract<Request, { kind: "incident.open" }>;

/** Only what was said: an empty field stays out. */
const said = <T extends object>(fields: { readonly [F in keyof T]: T[F] | undefined | "" }): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== "")) as Partial<T>;

type Subject = Open["subject"];
type Incident = Open["incident"];
type Weather = NonNullable<Incident["weather"]>;

const subjectOf = (draft: ReportDraft, place: LatLon, ipp: LatLon, utcMs: number): Subject => ({
  ...said<Subject>({
    name: textOf(draft, "name"),
    age: numberOf(draft, "age"),
    category: textOf(draft, "category"),
    clothing: textOf(draft, "clothing"),
    health: textOf(draft, "health"),
    mobility: textOf(draft, "mobility"),
    language: textOf(draft, "language"),
    phone: textOf(draft, "phone"),
    responsive: draft.responsive,
    injured: draft.injured,
    photos: draft.photos.length === 0 ? undefined : [...draft.photos],
  }),
  sex: draft.sex,
  lastSeen: { place, utcMs, kind: draft.placeKind },
  ipp: { place: ipp, utcMs },
});

const weatherOf = (draft: ReportDraft): Weather | undefined => {
  const weather = said<Weather>({
    temperatureC: numberOf(draft, "temperature"),
    windMps: numberOf(draft, "wind"),
    windFromDeg: numberOf(draft, "windFrom"),
    visibilityM: numberOf(draft, "visibility"),
    rain: draft.rain,
    text: textOf(draft, "weatherText"),
  });
  return Object.keys(weather).length === 0 ? undefined : (weather as Weather);
};

/**
 * The request that opens the search.
 * @param name what it is called where nobody named it
 * @returns undefined while something needed is missing or wrong
 */
export const reportRequest = (
  draft: ReportDraft,
  context: { readonly nowUtcMs: number; readonly name: string; readonly operator: Operator },
): Open | undefined => {
  const [place, ipp, utcMs] = [reportPlace(draft), reportIpp(draft), draft.whenUtcMs];
  const isWhole = Object.keys(reportProblems(draft, context.nowUtcMs)).length === 0;
  if (!isWhole || place === undefined || ipp === undefined || utcMs === undefined) return undefined;
  const reporter = {
    name: textOf(draft, "reporterName"),
    phone: textOf(draft, "reporterPhone"),
    relation: textOf(draft, "reporterRelation"),
  };
  const hasReporter = Object.values(reporter).some((text) => text !== "");
  const incident = {
    ...said<Incident>({ weather: weatherOf(draft), reporter: hasReporter ? reporter : undefined }),
    name: textOf(draft, "incidentName") || context.name,
    nature: draft.nature,
    phase: "searching",
    reportedUtcMs: context.nowUtcMs,
    period: 1,
  } satisfies Incident;
  return { kind: "incident.open", incident, subject: subjectOf(draft, place, ipp, utcMs), operator: context.operator };
};
