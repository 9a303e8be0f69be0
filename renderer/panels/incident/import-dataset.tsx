import { IconFile } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { type ImportOutcome, importDataset } from "../../bridge/import-dataset.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { StationWords } from "../fault-note.tsx";
import { FileInput } from "../file-input.tsx";
import { Spinner } from "../fly/outcome-note.tsx";
import { Section } from "../fly/section.tsx";
import { useFormat } from "../format-context.tsx";
import { Choice } from "../search/fields.tsx";
import { useMay } from "./use-may.ts";

const natures = ["passages", "sensors"] as const;

const Outcome = ({ outcome }: { readonly outcome: ImportOutcome }) => {
  const t = useTranslate();
  const format = useFormat();
  if (!outcome.ok)
    return (
      <p className="fault" role="alert">
        {t(`correlate.import.${outcome.code}`)}
        <StationWords text={outcome.detail} />
      </p>
    );
  return (
    <>
      <p role="status">{t("correlate.imported", { rows: format.number(outcome.rows, 0) })}</p>
      {outcome.badRows > 0 && (
        <Section title={t("roster.faults", { count: outcome.badRows })}>
          <ul className="roster-faults">
            {outcome.bad.map(({ line, reason }) => (
              <li key={line}>
                <strong>{t("roster.line", { line })}</strong> <span lang="en">{reason}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
};

/** Brings a file of passages (cameras, number plates) or of fixed sensors to the station. */
export const ImportDataset = () => {
  const t = useTranslate();
  const { commander } = useStores();
  const input = useRef<HTMLInputElement>(null);
  const [nature, setNature] = useState<(typeof natures)[number]>("passages");
  const [outcome, setOutcome] = useState<ImportOutcome | "pending" | undefined>();
  const may = useMay()({ kind: "incident.put", thing: "dataset", fields: {} });
  if (!may) return undefined;
  const send = async (file: File) => {
    setOutcome("pending");
    const name = file.name.replace(/\.\w+$/, "").slice(0, 120);
    setOutcome(
      await importDataset(fetch, file, { name, nature, operatorName: commander.operator().name.slice(0, 80) }),
    );
  };
  return (
    <>
      <Choice
        label={t("correlate.nature")}
        options={natures.map((value) => ({ value, text: t(`correlate.nature.${value}`) }))}
        value={nature}
        onChange={setNature}
      />
      <button type="button" className="button" disabled={outcome === "pending"} onClick={() => input.current?.click()}>
        {outcome === "pending" ? <Spinner /> : <IconFile size={18} aria-hidden="true" />}
        {t("correlate.import")}
      </button>
      <FileInput
        input={input}
        accept=".csv,.txt,text/csv,text/plain"
        label={t("correlate.import")}
        onFile={(file) => void send(file)}
      />
      {outcome !== undefined && outcome !== "pending" && <Outcome outcome={outcome} />}
    </>
  );
};
