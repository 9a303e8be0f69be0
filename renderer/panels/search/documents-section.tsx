import { IconDownload, IconFileText } from "@tabler/icons-react";
import { formNames } from "../../../shared/incident/report/forms/form.ts";
import { useTranslate } from "../../stores/stores-context.tsx";

const exports = ["geojson", "kml", "gpx", "csv"] as const;

/** Everything that leaves the station on paper or as a file; the browser asks, the station makes it. */
export const DocumentsSection = ({ incidentId }: { readonly incidentId: string }) => {
  const t = useTranslate();
  const base = `/api/incidents/${encodeURIComponent(incidentId)}`;
  const language = `lang=${t.language}`;
  return (
    <>
      <div className="search-documents">
        <a className="button" href={`${base}/report.html?${language}`} target="_blank" rel="noopener">
          <IconFileText size={18} aria-hidden="true" />
          {t("close.report")}
        </a>
        <a className="button" href={`${base}/report.pdf?${language}`} target="_blank" rel="noopener">
          <IconDownload size={18} aria-hidden="true" />
          {t("close.reportPdf")}
        </a>
      </div>
      <h4>{t("close.forms")}</h4>
      <div className="search-documents">
        {formNames.map((name) => (
          <a
            key={name}
            className="button"
            href={`${base}/forms/${name}.html?${language}`}
            target="_blank"
            rel="noopener"
          >
            {t(`close.form.${name}`)}
          </a>
        ))}
      </div>
      <h4>{t("close.exports")}</h4>
      <div className="search-documents">
        {exports.map((format) => (
          <a key={format} className="button" href={`${base}/export.${format}`} download>
            {t(`close.export.${format}`)}
          </a>
        ))}
        <a className="button" href={`${base}/log.jsonl`} download>
          {t("close.log")}
        </a>
      </div>
    </>
  );
};
