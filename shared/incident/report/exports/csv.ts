import type { LatLon } from "../../../geo/lat-lon.ts";
import type { StepName } from "../../incident-event.ts";
import { reportNames } from "../names.ts";
import { reportFormat } from "../report-format.ts";
import { type ReportInput, thingsOfKind } from "../report-input.ts";
import { firstTimeOf, lastStepOf } from "../steps.ts";
import { timeline } from "../timeline.ts";
import { isoTime } from "./iso-time.ts";

export const csvTables = ["timeline", "assignments", "segments", "clues", "teams", "people", "tracks"] as const;
export type CsvTable = (typeof csvTables)[number];

type Cell = string | number | undefined;

/**
 * RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it: what a searcher typed must not
 * be calculated at the incident post.
 */
export const cellText = (cell: Cell): string => {
  if (cell === undefined) return "";
  if (typeof cell === "number") return String(cell);
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

const places = (place: LatLon | undefined): readonly Cell[] =>
  [place?.latDeg.toFixed(7), place?.lonDeg.toFixed(7)].map((one) => (one === undefined ? undefined : Number(one)));

const rowsOf = (input: ReportInput, which: CsvTable): readonly (readonly Cell[])[] => {
  const names = reportNames(input);
  const format = reportFormat(input);
  const { words } = format;
  switch (which) {
    case "timeline":
      return [
        ["utc", "by", "what"],
        ...timeline(input, format).map(({ utcMs, by, what }) => [isoTime(utcMs), by, what]),
      ];
    case "assignments":
      return [
        [
          "number",
          "to",
          "task",
          "segments",
          "latitude",
          "longitude",
          "status",
          "sent",
          "accepted",
          "on_scene",
          "done",
          "judged_pod",
          "text",
        ],
        ...thingsOfKind(input, "assignment").map(({ fields, steps }) => {
          const at = (name: StepName) => isoTime(firstTimeOf(steps, name));
          return [
            fields.number,
            fields.to === undefined ? undefined : names.who(`${fields.to.kind}/${fields.to.id}`),
            fields.task,
            fields.segmentIds?.map(names.segment).join(" "),
            ...places(fields.place),
            lastStepOf(steps),
            at("sent"),
            at("accepted"),
            at("on-scene"),
            at("done"),
            fields.judgedPod,
            fields.text,
          ];
        }),
      ];
    case "segments":
      return [
        ["name", "area_m2", "poa", "pod"],
        ...thingsOfKind(input, "segment").map(({ id, fields }) => {
          const grade = input.grades[id];
          return [fields.name ?? id, grade?.areaM2, grade?.poa, grade?.pod];
        }),
      ];
    case "clues":
      return [
        ["number", "utc", "nature", "state", "reliability", "latitude", "longitude", "sigma_m", "reporter", "text"],
        ...thingsOfKind(input, "clue").map(({ fields }) => [
          fields.number,
          isoTime(fields.utcMs),
          fields.nature,
          fields.state,
          fields.reliability,
          ...places(fields.place),
          fields.sigmaM,
          fields.reporter,
          fields.text,
        ]),
      ];
    case "teams":
      return [
        ["name", "organisation", "mode", "state", "radio", "skills"],
        ...thingsOfKind(input, "team").map(({ id, fields }) => [
          fields.name ?? id,
          fields.organisation,
          fields.mode === undefined ? undefined : words.modes[fields.mode],
          fields.state,
          fields.radio,
          fields.skills?.join(" "),
        ]),
      ];
    case "people":
      return [
        ["name", "team", "role", "phone", "skills"],
        ...thingsOfKind(input, "person").map(({ id, fields }) => [
          fields.name ?? id,
          fields.teamId === undefined ? undefined : names.who(`team/${fields.teamId}`),
          fields.role,
          fields.phone,
          fields.skills?.join(" "),
        ]),
      ];
    case "tracks":
      return [
        ["who", "utc", "latitude", "longitude"],
        ...input.tracks.flatMap(({ who, points }) =>
          points.map((point) => [names.who(who), isoTime(point.utcMs), ...places(point)]),
        ),
      ];
  }
};

/** One table as CSV in UTF-8 with a byte order mark, without which a spreadsheet garbles Chinese; times in UTC. */
export const exportCsv = (input: ReportInput, which: CsvTable): string =>
  `\ufeff${rowsOf(input, which)
    .map((row) => row.map(cellText).join(","))
    .join("\r\n")}\r\n`;
