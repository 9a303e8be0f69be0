import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { csvTables } from "../../../shared/incident/report/exports/csv.ts";
import { formNames } from "../../../shared/incident/report/forms/form.ts";
import { documentPolicy } from "../../../shared/incident/report/page.ts";
import { reportLanguages } from "../../../shared/incident/report/report-input.ts";
import { exportFormats } from "../reports/report-desk.ts";
import { attachment } from "./attachment.ts";
import { refuse } from "./refusals.ts";
import type { StationService } from "./station-service.ts";

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

const Query = z.object({
  lang: z.enum(reportLanguages).default("en"),
  tz: z.string().max(60).refine(isTimeZone).optional(),
  only: z.string().min(1).max(80).optional(),
  table: z.enum(csvTables).default("timeline"),
});

const types = {
  geojson: "application/geo+json",
  kml: "application/vnd.google-earth.kml+xml",
  gpx: "application/gpx+xml",
  csv: "text/csv; charset=utf-8",
} as const;

const noIncident = (reply: FastifyReply) =>
  refuse(reply, 404, "not-found", "There is no such incident in this record.");

/** The after-action report and the forms as pages to print and as PDF; everything with a place as files for other programs. */
export const reportRoutes = (app: FastifyInstance, { reports }: Pick<StationService, "reports">): void => {
  /** NAME.html is the page, NAME.pdf the same page printed. */
  const answer = async (reply: FastifyReply, html: string | undefined, name: string, ending: string | undefined) => {
    if (html === undefined) return noIncident(reply);
    if (ending === "html")
      return reply.header("content-security-policy", documentPolicy).type("text/html; charset=utf-8").send(html);
    const printed = await reports.print(html);
    if (!printed.ok) return refuse(reply, printed.code === "no-browser" ? 501 : 500, printed.code, printed.detail);
    return reply
      .header("content-disposition", attachment(`${name}.pdf`))
      .type("application/pdf")
      .send(Buffer.from(printed.pdf));
  };

  app.get<{ Params: { id: string; file: string } }>("/api/incidents/:id/forms/:file", async (request, reply) => {
    const { id, file } = request.params;
    const [name, ending] = file.split(".");
    const form = formNames.find((one) => one === name);
    const query = Query.safeParse(request.query);
    if (!query.success || form === undefined || (ending !== "html" && ending !== "pdf"))
      return refuse(reply, 400, "bad-request", `Say NAME.html or NAME.pdf with a NAME of ${formNames.join(", ")}.`);
    const { lang: language, tz: timeZone, only } = query.data;
    return answer(reply, reports.form(id, form, { language, timeZone, only }), form, ending);
  });

  for (const ending of ["html", "pdf"] as const)
    app.get<{ Params: { id: string } }>(`/api/incidents/:id/report.${ending}`, async (request, reply) => {
      const query = Query.safeParse(request.query);
      if (!query.success)
        return refuse(reply, 400, "bad-request", `Say ?lang=${reportLanguages.join(" or ")}, &tz=Asia/Shanghai.`);
      const { lang: language, tz: timeZone } = query.data;
      return answer(reply, reports.report(request.params.id, { language, timeZone }), "report", ending);
    });

  for (const format of exportFormats)
    app.get<{ Params: { id: string } }>(`/api/incidents/:id/export.${format}`, async (request, reply) => {
      const query = Query.safeParse(request.query);
      if (!query.success)
        return refuse(reply, 400, "bad-request", `Say ?lang=, and of CSV ?table= one of ${csvTables.join(", ")}.`);
      const { lang: language, tz: timeZone, table } = query.data;
      const text = reports.export(request.params.id, format, { language, timeZone, table });
      if (text === undefined) return noIncident(reply);
      const name = format === "csv" ? `lantern-${table}` : "lantern-search";
      return reply
        .header("content-disposition", attachment(`${name}.${format}`))
        .type(types[format])
        .send(text);
    });
};
