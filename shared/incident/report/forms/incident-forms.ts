import { html, lines } from "../html.ts";
import { mapSvg } from "../map-svg.ts";
import { reportNames } from "../names.ts";
import { table } from "../page.ts";
import type { ReportFormat } from "../report-format.ts";
import { type ReportInput, thingsOfKind } from "../report-input.ts";
import { lastStepWord } from "../steps.ts";
import { timeline } from "../timeline.ts";
import { formSheet } from "./form.ts";
import { assignmentWho, assignmentWork, weatherText } from "./form-parts.ts";

/** Lines of the log that fit on a briefing's sheet. */
const briefingLines = 20;

const resourceRows = (input: ReportInput, { words }: ReportFormat) => [
  ...thingsOfKind(input, "team").map(({ id, fields }) => [
    fields.name ?? id,
    fields.mode === undefined ? "" : words.modes[fields.mode],
    thingsOfKind(input, "person").filter((person) => person.fields.teamId === id).length,
    fields.radio ?? "",
  ]),
  ...input.vehicles.map(({ name, kind }) => [name, kind, "", ""]),
];

const subjectText = (input: ReportInput, { words, time, place, category }: ReportFormat) =>
  thingsOfKind(input, "subject").map(
    ({ fields }, i) =>
      html`${i > 0 && html`<br>`}<b>${fields.name || words.unknownPerson}</b>${fields.age !== undefined && `, ${fields.age}`}${fields.category !== undefined && `, ${category(fields.category)}`}. ${words.lastSeen}: ${time(fields.lastSeen?.utcMs)}, ${place(fields.lastSeen?.place)}.${fields.clothing && ` ${words.clothing}: ${fields.clothing}.`}${fields.health && ` ${words.health}: ${fields.health}.`}`,
  );

/** ICS 201, Incident Briefing: what the next commander must know. */
export const ics201 = (input: ReportInput, format: ReportFormat) => {
  const { words, time, clock } = format;
  const incident = thingsOfKind(input, "incident")[0];
  const fields = incident?.fields;
  const happened = timeline(input, format).slice(-briefingLines);
  return formSheet(input, format, "ics-201", [
    { label: words.form.incidentName, content: fields?.name, width: 2 },
    { label: words.form.incidentNumber, content: incident?.id, width: 2 },
    { label: words.form.initiated, content: time(fields?.reportedUtcMs), width: 2 },
    { label: words.form.mapSketch, content: mapSvg(input) },
    {
      label: words.form.situation,
      content: html`${subjectText(input, format)}<p>${weatherText(input, format)}</p><p>${lines(fields?.safety)}</p>`,
    },
    { label: words.form.currentObjectives, content: lines(fields?.objectives) },
    {
      label: words.form.actions,
      content: table(
        [words.time, words.who, words.what],
        happened.map(({ utcMs, by, what }) => [html`<span class="n">${clock(utcMs)}</span>`, by, what]),
        words.none,
      ),
    },
    { label: words.form.organization, content: html`${words.commander}: ${fields?.commander}`, width: 3 },
    { label: words.form.preparedBy, content: undefined, width: 3 },
    {
      label: words.form.resources,
      content: table([words.resource, words.mode, words.members, words.radio], resourceRows(input, format), words.none),
    },
  ]);
};

/** ICS 204, Assignment List: who does what in this operational period. */
export const ics204 = (input: ReportInput, format: ReportFormat) => {
  const { words, time } = format;
  const fields = thingsOfKind(input, "incident")[0]?.fields;
  const period = fields?.period ?? 1;
  const names = reportNames(input);
  const assignments = thingsOfKind(input, "assignment").filter((one) => (one.fields.period ?? period) === period);
  return formSheet(input, format, "ics-204", [
    { label: words.form.incidentName, content: fields?.name, width: 2 },
    { label: words.period, content: `${period} – ${time(fields?.periodEndsUtcMs)}`, width: 2 },
    { label: words.form.branch, content: undefined, width: 2 },
    { label: words.form.personnel, content: html`${words.commander}: ${fields?.commander}` },
    {
      label: words.form.resourcesAssigned,
      content: table(
        [words.number, words.to, words.resource, words.status, words.allocated],
        assignments.map((one) => [
          one.fields.number,
          assignmentWho(one, names),
          one.fields.resource,
          lastStepWord(one.steps, words),
          one.fields.allocatedMin === undefined ? "" : words.hoursMinutes(0, Math.round(one.fields.allocatedMin)),
        ]),
        words.none,
      ),
    },
    {
      label: words.form.workAssignments,
      content: table(
        [words.number, words.task],
        assignments.map((one) => [one.fields.number, assignmentWork(one, names, words)]),
        words.none,
      ),
    },
    { label: words.form.specialInstructions, content: lines(fields?.safety) },
    { label: words.form.communications, content: lines(fields?.radio), width: 3 },
    { label: words.form.preparedBy, content: undefined, width: 3 },
  ]);
};

/** ICS 209, Incident Status Summary. */
export const ics209 = (input: ReportInput, format: ReportFormat) => {
  const { words, time, percent, area } = format;
  const incident = thingsOfKind(input, "incident")[0];
  const fields = incident?.fields;
  const subjects = thingsOfKind(input, "subject").length;
  const outcome = fields?.outcome;
  const found = outcome === undefined || outcome.state === "not-found" ? 0 : 1;
  const segmentM2 = Object.values(input.grades).reduce((sum, { areaM2 }) => sum + areaM2, 0);
  return formSheet(input, format, "ics-209", [
    { label: words.form.incidentName, content: fields?.name, width: 2 },
    { label: words.form.incidentNumber, content: incident?.id, width: 2 },
    { label: words.form.reportVersion, content: time(input.printedUtcMs), width: 2 },
    { label: words.form.definition, content: fields?.nature === "sea" ? words.form.sea : words.form.lost, width: 2 },
    { label: words.form.startTime, content: time(fields?.reportedUtcMs), width: 2 },
    { label: words.commander, content: fields?.commander, width: 2 },
    {
      label: words.form.size,
      content: `${area(segmentM2)} · ${words.stats.searchedArea}: ${input.search === undefined ? "" : area(input.search.coveredM2)} · POS ${percent(input.search?.pos)}`,
    },
    {
      label: words.form.currentSituation,
      content: html`${fields?.phase !== undefined && words.phases[fields.phase]}. ${outcome && `${words.outcomes[outcome.state]}, ${time(outcome.utcMs)}.`}`,
    },
    {
      label: words.form.civilians,
      content: `${subjects - found} / ${found} / ${outcome?.state === "injured" ? 1 : 0} / ${outcome?.state === "dead" ? 1 : 0}`,
    },
    { label: words.form.threats, content: html`${weatherText(input, format)}<br>${lines(fields?.safety)}` },
    { label: words.form.outlook, content: lines(fields?.objectives) },
    {
      label: words.form.resourceKinds,
      content: table([words.resource, words.mode, words.members, words.radio], resourceRows(input, format), words.none),
    },
    { label: words.form.preparedBy, content: undefined, width: 3 },
  ]);
};

/** ICS 214, Activity Log: of everybody, or of one team or person. */
export const ics214 = (input: ReportInput, format: ReportFormat, who?: string) => {
  const { words, time, clock } = format;
  const fields = thingsOfKind(input, "incident")[0]?.fields;
  const names = reportNames(input);
  const teamId = who?.startsWith("team/") === true ? who.slice(5) : undefined;
  const team = thingsOfKind(input, "team").find(({ id }) => id === teamId);
  const members = thingsOfKind(input, "person").filter(
    (person) => teamId !== undefined && person.fields.teamId === teamId,
  );
  const authors = new Set([...members.map(({ fields: { name } }) => name), who === undefined ? "" : names.who(who)]);
  return formSheet(input, format, "ics-214", [
    { label: words.form.incidentName, content: fields?.name, width: 3 },
    { label: words.period, content: `${fields?.period ?? 1} – ${time(fields?.periodEndsUtcMs)}`, width: 3 },
    { label: words.name, content: who === undefined ? undefined : names.who(who), width: 2 },
    { label: words.form.icsPosition, content: undefined, width: 2 },
    { label: words.form.homeAgency, content: team?.fields.organisation, width: 2 },
    {
      label: words.form.resourcesAssigned,
      content: table(
        [words.name, words.skills],
        members.map((person) => [person.fields.name, person.fields.skills?.join(", ")]),
        words.none,
      ),
    },
    {
      label: words.form.activityLog,
      content: table(
        [words.time, words.who, words.form.notableActivities],
        timeline(input, format)
          .filter(({ by }) => who === undefined || authors.has(by))
          .map(({ utcMs, by, what }) => [html`<span class="n">${clock(utcMs)}</span>`, by, what]),
        words.none,
      ),
    },
    { label: words.form.preparedBy, content: undefined, width: 3 },
  ]);
};
