import type { StepName } from "../../incident-event.ts";
import type { Thing } from "../../thing.ts";
import { subjectTable } from "../after-action.ts";
import { html, lines } from "../html.ts";
import { mapSvg } from "../map-svg.ts";
import { reportNames } from "../names.ts";
import { photosOf } from "../page.ts";
import type { ReportFormat } from "../report-format.ts";
import { type ReportInput, thingsOfKind } from "../report-input.ts";
import { firstTimeOf } from "../steps.ts";
import { formSheet } from "./form.ts";
import { assignmentWho, assignmentWork } from "./form-parts.ts";

/** SAR 104, one sheet for each assignment: what a team takes along, and what it brings back. */
export const sar104 = (input: ReportInput, format: ReportFormat, assignment: Thing<"assignment">) => {
  const { words, time, percent, area, place } = format;
  const { fields, steps } = assignment;
  const names = reportNames(input);
  const incident = thingsOfKind(input, "incident")[0]?.fields;
  const teamId = fields.to?.kind === "team" ? fields.to.id : undefined;
  const team = thingsOfKind(input, "team").find(({ id }) => id === teamId);
  const members = thingsOfKind(input, "person").filter(
    (person) => teamId !== undefined && person.fields.teamId === teamId,
  );
  const segmentIds = new Set(fields.segmentIds);
  const areaM2 = [...segmentIds].reduce((sum, id) => sum + (input.grades[id]?.areaM2 ?? 0), 0);
  const at = (name: StepName) => time(firstTimeOf(steps, name));
  const level = (one: "high" | "medium" | "low" | undefined) => one !== undefined && words.levels[one];
  return formSheet(input, format, "sar-104", [
    { label: words.form.assignmentNumber, content: fields.number, width: 2 },
    { label: words.period, content: fields.period ?? incident?.period, width: 2 },
    { label: words.resource, content: fields.resource, width: 2 },
    { label: words.form.teamIdentifier, content: assignmentWho(assignment, names), width: 2 },
    { label: words.radio, content: team?.fields.radio ?? incident?.radio, width: 2 },
    { label: words.priority, content: level(fields.priority), width: 2 },
    {
      label: words.form.teamMembers,
      content: members.map(
        ({ id, fields: person }, i) =>
          html`${i > 0 && html`<br>`}${person.name} ${id === team?.fields.leaderId && `(${words.leader})`} ${person.skills?.join(", ")}`,
      ),
    },
    {
      label: words.form.assignmentText,
      content: html`${assignmentWork(assignment, names, words)}${fields.place !== undefined && !fields.text?.includes(place(fields.place)) && html`<br>${place(fields.place)}`}`,
    },
    { label: words.form.sizeOfAssignment, content: areaM2 > 0 && area(areaM2), width: 2 },
    {
      label: words.allocated,
      content: fields.allocatedMin !== undefined && words.hoursMinutes(0, Math.round(fields.allocatedMin)),
      width: 2,
    },
    {
      label: words.searchType,
      content: fields.searchType !== undefined && words.searchTypes[fields.searchType],
      width: 2,
    },
    { label: words.podResponsive, content: level(fields.pod?.responsive), width: 2 },
    { label: words.podUnresponsive, content: level(fields.pod?.unresponsive), width: 2 },
    { label: words.podClue, content: level(fields.pod?.clue), width: 2 },
    { label: words.form.subjectBriefing, content: subjectTable(input, format) },
    { label: words.previousEfforts, content: lines(fields.previousEfforts), width: 3 },
    { label: words.transportation, content: lines(fields.transportation), width: 3 },
    {
      label: words.form.mapSketch,
      content: segmentIds.size > 0 && mapSvg(input, { segmentIds, who: `team/${teamId}` }),
    },
    { label: words.form.dispatched, content: at("sent"), width: 2 },
    { label: words.form.timeOnScene, content: at("on-scene"), width: 2 },
    { label: words.form.finished, content: at("done"), width: 2 },
    { label: words.debrief, content: lines(fields.debrief), width: 4 },
    { label: words.podJudged, content: fields.judgedPod !== undefined && percent(fields.judgedPod), width: 2 },
    { label: words.form.signature, content: undefined, width: 6 },
  ]);
};

/** SAR 135, one sheet for each clue. */
export const clueSheet = (input: ReportInput, format: ReportFormat, clue: Thing<"clue">) => {
  const { words, time, place, percent, distance } = format;
  const { fields, steps, createdBy, createdUtcMs } = clue;
  const names = reportNames(input);
  const incident = thingsOfKind(input, "incident")[0]?.fields;
  return formSheet(input, format, "clue-sheet", [
    { label: words.form.incidentName, content: incident?.name, width: 2 },
    { label: words.form.clueNumber, content: fields.number, width: 2 },
    { label: words.period, content: incident?.period, width: 2 },
    { label: words.form.dateTimeLocated, content: time(fields.utcMs ?? createdUtcMs), width: 3 },
    { label: words.form.locatedBy, content: fields.reporter ?? createdBy.name, width: 3 },
    { label: words.nature, content: fields.nature !== undefined && words.natures[fields.nature], width: 2 },
    { label: words.reliability, content: fields.reliability !== undefined && percent(fields.reliability), width: 2 },
    { label: words.status, content: fields.state !== undefined && words.clueStates[fields.state], width: 2 },
    { label: words.description, content: lines(fields.text) },
    {
      label: words.form.locationDescription,
      content: `${place(fields.place)}${fields.sigmaM === undefined ? "" : ` ± ${distance(fields.sigmaM)}`}`,
      width: 3,
    },
    { label: words.effect, content: fields.effect !== undefined && words.effects[fields.effect], width: 3 },
    {
      label: words.form.instructions,
      content: steps.map(
        ({ step, by, utcMs, text }, i) =>
          html`${i > 0 && html`<br>`}${time(utcMs)} ${words.steps[step]} (${by.name}) ${text}`,
      ),
    },
    {
      label: words.assignments,
      content: thingsOfKind(input, "assignment")
        .filter((one) => one.fields.clueId === clue.id)
        .map((one, i) => html`${i > 0 && html`<br>`}${one.fields.number} ${assignmentWho(one, names)}`),
      width: 3,
    },
    { label: words.form.photos, content: photosOf(input, format, fields.photos), width: 3 },
    { label: words.form.signature, content: undefined },
  ]);
};
