import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import { readEvent } from "../../../shared/incident/event-schema.ts";
import { compareEvents } from "../../../shared/incident/hybrid-clock.ts";
import { afterActionReport } from "../../../shared/incident/report/after-action.ts";
import { type CsvTable, exportCsv } from "../../../shared/incident/report/exports/csv.ts";
import { exportGeoJson } from "../../../shared/incident/report/exports/geojson.ts";
import { exportGpx } from "../../../shared/incident/report/exports/gpx.ts";
import { exportKml } from "../../../shared/incident/report/exports/kml.ts";
import type { FormName } from "../../../shared/incident/report/forms/form.ts";
import { makeForm } from "../../../shared/incident/report/forms/make-form.ts";
import {
  type ReportHeat,
  type ReportInput,
  type ReportLanguage,
  type ReportTrack,
  thingsOfKind,
} from "../../../shared/incident/report/report-input.ts";
import type { SearchView, SegmentGrade } from "../../../shared/wire/incident.ts";
import { previewId } from "../field/file-desk.ts";
import type { IncidentDesk } from "../incident/incident-desk.ts";
import type { StationClock } from "../station-clock.ts";
import { type PrintResult, printPdf } from "./print-pdf.ts";

/** Of some 200 kB each, in one document. */
const mostPhotos = 60;

export interface ReportDeskOptions {
  readonly desk: Pick<IncidentDesk, "log" | "archive" | "incidentId">;
  readonly clock: StationClock;
  readonly search: { readonly grades: ReadonlyMap<string, SegmentGrade>; readonly view: SearchView | undefined };
  readonly heat: { readonly sources: ReadonlyMap<string, HeatSource> };
  readonly vehicles: () => readonly { readonly id: string; readonly name: string; readonly kind: string }[];
}

export interface Printed {
  readonly language: ReportLanguage;
  /** IANA; absent: the station's own. */
  readonly timeZone?: string | undefined;
}

export const exportFormats = ["geojson", "kml", "gpx", "csv"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Reports, forms and exports of the record's incidents; each undefined where there is no such incident. */
export class ReportDesk {
  readonly #options: ReportDeskOptions;

  constructor(options: ReportDeskOptions) {
    this.#options = options;
  }

  report(incidentId: string, printed: Printed): string | undefined {
    const input = this.#input(incidentId, printed);
    return input && afterActionReport(this.#withPhotos(input));
  }

  form(
    incidentId: string,
    name: FormName,
    printed: Printed & { readonly only?: string | undefined },
  ): string | undefined {
    const input = this.#input(incidentId, printed);
    return input && makeForm(this.#withPhotos(input), name, printed.only);
  }

  export(
    incidentId: string,
    format: ExportFormat,
    printed: Printed & { readonly table: CsvTable },
  ): string | undefined {
    const input = this.#input(incidentId, printed);
    if (input === undefined) return undefined;
    switch (format) {
      case "geojson":
        return exportGeoJson(input);
      case "kml":
        return exportKml(input);
      case "gpx":
        return exportGpx(input);
      case "csv":
        return exportCsv(input, printed.table);
    }
  }

  /** @param html one of the documents of this desk */
  print(html: string): Promise<PrintResult> {
    return printPdf(html);
  }

  /** As previews, which a page can carry. */
  #withPhotos(input: ReportInput): ReportInput {
    const ids = [...thingsOfKind(input, "subject"), ...thingsOfKind(input, "clue")].flatMap(
      ({ fields }) => fields.photos ?? [],
    );
    const photos = ids.slice(0, mostPhotos).flatMap((id) => {
      const file = this.#options.desk.archive?.file(previewId(id));
      return file === undefined ? [] : [[id, `data:image/jpeg;base64,${Buffer.from(file.bytes).toString("base64")}`]];
    });
    return { ...input, photos: Object.fromEntries(photos) };
  }

  /** What the screens' incident alone has (heat sources, vehicles, the map) is left out of an archived one. */
  #input(incidentId: string, { language, timeZone }: Printed): ReportInput | undefined {
    const { desk, clock, search, heat, vehicles } = this.#options;
    const book = desk.log.book(incidentId);
    if (book === undefined) return undefined;
    const isShown = incidentId === desk.incidentId;
    const { view } = search;
    return {
      things: [...book.things.values()],
      events: (desk.log.lines(incidentId) ?? [])
        .flatMap((line) => {
          const read = readEvent(line);
          return read.ok ? [read.event] : [];
        })
        .sort(compareEvents),
      tracks: tracksOf(desk.archive?.tracks(incidentId) ?? []),
      vehicles: isShown ? vehicles() : [],
      heat: isShown ? [...heat.sources.values()].map(heatOf) : [],
      grades: isShown ? Object.fromEntries(search.grades) : {},
      ...(isShown && view !== undefined && view.state === "ready" ? { search: view } : {}),
      printedUtcMs: clock.utcMs(),
      timeZone: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      language,
    };
  }
}

const tracksOf = (
  points: readonly { readonly who: string; readonly latDeg: number; readonly lonDeg: number; readonly utcMs: number }[],
): readonly ReportTrack[] =>
  [...Map.groupBy(points, ({ who }) => who)].map(([who, its]) => ({
    who,
    points: its.map(({ latDeg, lonDeg, utcMs }) => ({ latDeg, lonDeg, utcMs })).sort((a, b) => a.utcMs - b.utcMs),
  }));

const heatOf = ({ id, number, location, personProbability, decision, firstSeenUtcMs }: HeatSource): ReportHeat => ({
  id,
  number,
  ...(location.located ? { position: location.position } : {}),
  ...(personProbability === undefined ? {} : { personProbability }),
  state: decision.state,
  ...(decision.state === "new" ? {} : { by: decision.by, decidedUtcMs: decision.utcMs }),
  firstSeenUtcMs,
});
