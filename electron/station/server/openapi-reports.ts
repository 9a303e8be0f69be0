import { csvTables } from "../../../shared/incident/report/exports/csv.ts";
import { formNames } from "../../../shared/incident/report/forms/form.ts";
import { reportLanguages } from "../../../shared/incident/report/report-input.ts";
import { binary, get, idParameter, query, text } from "./openapi-parts.ts";

const language = [
  query("lang", { enum: reportLanguages }, "In which language", false),
  query("tz", text, "Times of which zone, as Asia/Shanghai", false),
];
const file = {
  ...{ name: "file", in: "path", required: true },
  schema: { enum: formNames.flatMap((name) => [`${name}.html`, `${name}.pdf`]) },
};
const table = query("table", { enum: csvTables }, "Which table", false);

/** The after-action report, forms and exports; see `report-routes.ts`. */
export const reportPaths = {
  "/api/incidents/{id}/report.html": get(
    "The after-action report, to read and to print",
    binary("text/html", "A page"),
    [...[...idParameter, ...language]],
  ),
  "/api/incidents/{id}/report.pdf": get(
    "The same as PDF; 501 where no browser is installed that prints it",
    binary("application/pdf", "PDF"),
    [...idParameter, ...language],
  ),
  "/api/incidents/{id}/forms/{file}": get(
    "A form: ICS 201, 204, 209, 214, SAR 104 or a clue's sheet",
    binary("*/*", "The form"),
    [...[...idParameter, file, ...language], query("only", text, "Of one assignment, team or clue", false)],
  ),
  "/api/incidents/{id}/export.geojson": get(
    "All that has a place",
    binary("application/geo+json", "GeoJSON"),
    idParameter,
  ),
  "/api/incidents/{id}/export.kml": get("The same", binary("application/vnd.google-earth.kml+xml", "KML"), idParameter),
  "/api/incidents/{id}/export.gpx": get("Ways and points", binary("application/gpx+xml", "GPX"), idParameter),
  "/api/incidents/{id}/export.csv": get("One table", binary("text/csv", "CSV"), [...idParameter, ...language, table]),
};
