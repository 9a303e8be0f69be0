import type { Thing } from "../../thing.ts";
import { html, lines } from "../html.ts";
import type { ReportNames } from "../names.ts";
import type { ReportFormat } from "../report-format.ts";
import { type ReportInput, thingsOfKind } from "../report-input.ts";
import type { ReportWords } from "../report-words-type.ts";

/** Whom an assignment is for. */
export const assignmentWho = ({ fields: { to } }: Thing<"assignment">, names: ReportNames): string =>
  to === undefined ? "" : names.who(`${to.kind}/${to.id}`);

/** What is to be done where. */
export const assignmentWork = ({ fields }: Thing<"assignment">, names: ReportNames, words: ReportWords) =>
  html`${fields.task !== undefined && words.tasks[fields.task]} ${fields.segmentIds?.map(names.segment).join(", ")}${fields.searchType !== undefined && html` (${words.searchTypes[fields.searchType]})`}${fields.text !== undefined && html`<br>${lines(fields.text)}`}`;

/** The weather in one line. */
export const weatherText = (input: ReportInput, { words }: ReportFormat): string => {
  const weather = thingsOfKind(input, "incident")[0]?.fields.weather;
  if (weather === undefined) return "";
  const parts = [
    weather.temperatureC !== undefined && `${weather.temperatureC} °C`,
    weather.windMps !== undefined &&
      `${weather.windMps} m/s${weather.windFromDeg === undefined ? "" : ` ${weather.windFromDeg}°`}`,
    weather.rain !== undefined && words.rains[weather.rain],
    weather.visibilityM !== undefined && `${weather.visibilityM} m`,
    weather.text,
  ];
  return `${words.weather}: ${parts.filter(Boolean).join(", ")}`;
};
