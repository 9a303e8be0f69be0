import type { Thing } from "../thing.ts";
import { type Html, html, lines } from "./html.ts";
import { mapSvg } from "./map-svg.ts";
import { reportNames } from "./names.ts";
import { documentOf, photosOf, sheetHead, table } from "./page.ts";
import { type ReportFormat, reportFormat, unknown } from "./report-format.ts";
import { type ReportInput, thingsOfKind } from "./report-input.ts";
import { statistics, trackLengthM } from "./statistics.ts";
import { lastStepWord } from "./steps.ts";
import { timeline } from "./timeline.ts";

const facts = (input: ReportInput, format: ReportFormat): Html => {
  const { words, duration, area, percent, distance } = format;
  const figures = statistics(input);
  const { stats } = words;
  const rows: readonly (readonly [string, string | number])[] = [
    [stats.reportToFound, duration(figures.reportToFoundMs)],
    [stats.lastSeenToFound, duration(figures.lastSeenToFoundMs)],
    [stats.reportToFirstOrder, duration(figures.reportToFirstOrderMs)],
    [stats.firstOrderToScene, duration(figures.firstOrderToSceneMs)],
    [stats.acceptMedian, duration(figures.acceptMedianMs)],
    [stats.pos, percent(figures.pos)],
    [stats.searchedArea, figures.searchedM2 === undefined ? unknown : area(figures.searchedM2)],
    [stats.assignmentsDone, `${figures.assignmentsDone} / ${figures.assignmentsGiven}`],
    [stats.teams, figures.teams],
    [stats.people, figures.people],
    [stats.vehicles, figures.vehicles],
    [stats.clues, figures.clues],
    [stats.heat, `${figures.heatJudged} / ${figures.heatSeen}`],
    [stats.messages, figures.messages],
    [stats.trackKm, distance(figures.trackM)],
  ];
  return html`<div class="facts">${rows.map(([label, value]) => html`<div>${label}<b>${value}</b></div>`)}</div>`;
};

/** Who it was, for the report and for the searchers' briefing. */
export const subjectTable = (input: ReportInput, format: ReportFormat): Html => {
  const { words, time, place, category } = format;
  const subjects = thingsOfKind(input, "subject");
  const yesNo = (value: boolean | undefined) => (value === undefined ? unknown : value ? words.yes : words.no);
  return table(
    ["", ...subjects.map(({ fields }) => fields.name || words.unknownPerson)],
    [
      ...(subjects.some(({ fields }) => (fields.photos?.length ?? 0) > 0)
        ? [[words.form.photos, ...subjects.map(({ fields }) => photosOf(input, format, fields.photos?.slice(0, 1)))]]
        : []),
      [words.age, ...subjects.map(({ fields }) => fields.age ?? unknown)],
      [words.sex, ...subjects.map(({ fields }) => (fields.sex === undefined ? unknown : words.sexes[fields.sex]))],
      [words.category, ...subjects.map(({ fields }) => category(fields.category))],
      [words.clothing, ...subjects.map(({ fields }) => lines(fields.clothing ?? unknown))],
      [words.health, ...subjects.map(({ fields }) => lines(fields.health ?? unknown))],
      [words.mobility, ...subjects.map(({ fields }) => lines(fields.mobility ?? unknown))],
      [words.responsive, ...subjects.map(({ fields }) => yesNo(fields.responsive))],
      [
        words.lastSeen,
        ...subjects.map(({ fields: { lastSeen } }) =>
          lastSeen === undefined ? unknown : `${time(lastSeen.utcMs)} · ${place(lastSeen.place)} (${lastSeen.kind})`,
        ),
      ],
      [
        words.ipp,
        ...subjects.map(({ fields: { ipp } }) =>
          ipp === undefined ? unknown : `${place(ipp.place)}${ipp.reason ? ` · ${ipp.reason}` : ""}`,
        ),
      ],
    ],
    words.none,
  );
};

const assignmentRows = (input: ReportInput, { words, clock, percent }: ReportFormat) => {
  const names = reportNames(input);
  return thingsOfKind(input, "assignment").map(({ fields, steps }) => [
    fields.number ?? unknown,
    fields.to === undefined ? unknown : names.who(`${fields.to.kind}/${fields.to.id}`),
    html`${fields.task === undefined ? "" : words.tasks[fields.task]} ${fields.segmentIds?.map(names.segment).join(", ")}${fields.text ? html`<br>${lines(fields.text)}` : undefined}`,
    lastStepWord(steps, words) || unknown,
    steps.map(
      ({ step, utcMs, by }, i) => html`${i > 0 && html`<br>`}${clock(utcMs)} ${words.steps[step]} (${by.name})`,
    ),
    fields.judgedPod === undefined ? unknown : percent(fields.judgedPod),
    lines(fields.debrief),
  ]);
};

const coverageRows = (input: ReportInput, { words, percent, area }: ReportFormat) =>
  thingsOfKind(input, "segment")
    .map(({ id, fields }) => ({ name: fields.name ?? id, grade: input.grades[id] }))
    .sort((a, b) => (b.grade?.poa ?? 0) - (a.grade?.poa ?? 0))
    .map(({ name, grade }) =>
      grade === undefined
        ? [name, unknown, unknown, unknown]
        : [name, area(grade.areaM2), percent(grade.pod), percent(grade.poa)],
    )
    .concat(input.search === undefined ? [] : [[words.restOfWorld, "", "", percent(input.search.restOfWorld)]]);

const acknowledged = ({ steps }: Thing<"message">): string =>
  [...new Set(steps.filter(({ step }) => step === "acknowledged").map(({ by }) => by.name))].join(", ");

const conflictRows = (input: ReportInput, { time }: ReportFormat) => {
  const names = reportNames(input);
  return input.things.flatMap((thing) =>
    Object.entries(thing.conflicts ?? {}).map(([field, alternatives]) => [
      `${names.thing(thing)}: ${field}`,
      alternatives.map(
        ({ value, by, utcMs }, i) =>
          html`${i > 0 && html`<br>`}${JSON.stringify(value) ?? unknown} (${by.name}, ${time(utcMs)})`,
      ),
    ]),
  );
};

/** The whole search on paper: what was known, what was done, when and by whom, how it ended. One HTML document without scripts. */
export const afterActionReport = (input: ReportInput): string => {
  const format = reportFormat(input);
  const { words, time, clock, percent, distance, place } = format;
  const incident = thingsOfKind(input, "incident")[0]?.fields;
  const outcome = incident?.outcome;
  const members = new Map<string, number>();
  for (const { fields } of thingsOfKind(input, "person"))
    if (fields.teamId) members.set(fields.teamId, (members.get(fields.teamId) ?? 0) + 1);
  const wayM = (who: string) =>
    input.tracks.filter((track) => track.who === who).reduce((sum, { points }) => sum + trackLengthM(points), 0);

  return documentOf(
    input,
    `${words.afterAction}: ${incident?.name ?? ""}`,
    html`${sheetHead(input, format, words.afterAction)}
<h2>${words.summary}</h2>
<p>${words.phase}: <b>${incident?.phase === undefined ? unknown : words.phases[incident.phase]}</b> · ${words.reported} ${time(incident?.reportedUtcMs)} · ${words.reporter} ${incident?.reporter?.name ?? unknown}${incident?.reporter?.relation ? ` (${incident.reporter.relation})` : ""}</p>
${outcome && html`<p>${words.outcome}: <b>${words.outcomes[outcome.state]}</b>, ${time(outcome.utcMs)}, ${place(outcome.place)}, ${outcome.by}${outcome.text ? html`<br>${lines(outcome.text)}` : undefined}</p>`}
<h2>${words.statistics}</h2>${facts(input, format)}
<h2>${words.subject}</h2>${subjectTable(input, format)}
<h2>${words.map}</h2>${mapSvg(input) ?? html`<p>${words.none}</p>`}
<h2>${words.assignments}</h2>${table([words.number, words.to, words.task, words.status, words.time, words.podJudged, words.debrief], assignmentRows(input, format), words.none)}
<h2>${words.coverage}</h2>${table([words.segment, words.area, words.podSoFar, words.poa], coverageRows(input, format), words.none, [1, 2, 3])}
<h2>${words.clues}</h2>${table(
      [words.number, words.time, words.nature, words.description, words.place, words.reliability, words.status],
      thingsOfKind(input, "clue").map(({ fields }) => [
        fields.number ?? unknown,
        time(fields.utcMs),
        fields.nature === undefined ? unknown : words.natures[fields.nature],
        lines(fields.text),
        place(fields.place),
        percent(fields.reliability),
        fields.state === undefined ? unknown : words.clueStates[fields.state],
      ]),
      words.none,
    )}
<h2>${words.heat}</h2>${table(
      [words.number, words.time, words.place, words.person, words.status, words.who],
      input.heat.map((heat) => [
        heat.number,
        time(heat.firstSeenUtcMs),
        place(heat.position),
        percent(heat.personProbability),
        words.heatStates[heat.state],
        heat.by ?? "",
      ]),
      words.none,
    )}
<h2>${words.teams}</h2>${table(
      [words.name, words.organisation, words.mode, words.members, words.radio, words.trackLength],
      thingsOfKind(input, "team").map(({ id, fields }) => [
        fields.name ?? id,
        fields.organisation,
        fields.mode === undefined ? unknown : words.modes[fields.mode],
        members.get(id) ?? 0,
        fields.radio,
        distance(wayM(`team/${id}`)),
      ]),
      words.none,
      [3, 5],
    )}
<h2>${words.orders}</h2>${table(
      [words.time, words.who, words.message, words.acknowledgedBy],
      thingsOfKind(input, "message")
        .filter(({ fields }) => fields.needsAck === true)
        .map((message) => [
          time(message.createdUtcMs),
          message.createdBy.name,
          lines(message.fields.text),
          acknowledged(message) || words.missing,
        ]),
      words.none,
    )}
<h2>${words.conflicts}</h2>${table([words.what, words.alternatives], conflictRows(input, format), words.none)}
<h2>${words.handovers}</h2>${table(
      [words.time, words.who, words.to, words.message],
      thingsOfKind(input, "handover").map(({ createdUtcMs, fields }) => [
        time(createdUtcMs),
        fields.from,
        fields.to,
        html`${lines(fields.text)}${fields.openPoints?.map((point) => html`<br>– ${point}`)}`,
      ]),
      words.none,
    )}
<h2>${words.questions}</h2>${table(
      [words.time, words.to, words.message, words.steps.answered],
      thingsOfKind(input, "question").map(({ createdUtcMs, fields }) => [
        time(createdUtcMs),
        `${fields.to ?? unknown}${fields.field ? ` (${fields.field})` : ""}`,
        lines(fields.text),
        lines(fields.answer ?? unknown),
      ]),
      words.none,
    )}
<h2>${words.method}</h2>${table(
      [words.layer, words.formula, words.source],
      (input.search?.layers ?? []).map(({ key, formula, source }) => [key, formula, source]),
      words.none,
    )}
<h2>${words.timeline}</h2>${table(
      [words.time, words.who, words.what],
      timeline(input, format).map(({ utcMs, by, what }) => [html`<span class="n">${clock(utcMs)}</span>`, by, what]),
      words.none,
    )}`,
  );
};
