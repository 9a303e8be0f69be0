import { IconCheck, IconFile } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { FileInput } from "../file-input.tsx";
import { Section } from "../fly/section.tsx";
import { useRequest } from "../use-request.ts";
import { CardHead } from "./card-head.tsx";
import { decodeText } from "./decode-text.ts";
import { randomId } from "./random-id.ts";
import { type RosterOutcome, readRoster } from "./roster-csv.ts";
import { batches, mostPuts, rosterPuts } from "./roster-things.ts";

interface ReadFile {
  readonly name: string;
  readonly roster: RosterOutcome;
}

/** What stands in it, and in every line that gave nobody. */
const Preview = ({ roster }: { readonly roster: Extract<RosterOutcome, { ok: true }> }) => {
  const t = useTranslate();
  const { people, faults } = roster;
  const byTeam = [...Map.groupBy(people, ({ team }) => team ?? t("roster.noTeam"))];
  return (
    <>
      <p role="status">
        <strong>
          {t("roster.found", { people: people.length, teams: new Set(people.map(({ team }) => team)).size })}
        </strong>
      </p>
      {faults.length > 0 && (
        <Section title={t("roster.faults", { count: faults.length })} open>
          <ul className="roster-faults">
            {faults.slice(0, 200).map(({ line, code, text }) => (
              <li key={line}>
                <strong>{t("roster.line", { line })}</strong> {t(`roster.fault.${code}`)}
                <span className="words">{text}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t("roster.preview")} open>
        <ul className="roster-teams">
          {byTeam.slice(0, 200).map(([team, members]) => (
            <li key={team}>
              <strong>{team}</strong> <span className="small">{t("team.people", { n: members.length })}</span>
              <span className="small roster-names">
                {members
                  .slice(0, 12)
                  .map(({ name }) => name)
                  .join(" · ")}
                {members.length > 12 && " …"}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
};

/** A roster from a file: read here, looked at, then kept; nothing is kept before. */
export const ImportRoster = ({ onDone }: { readonly onDone: () => void }) => {
  const t = useTranslate();
  const { incident, commander } = useStores();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<ReadFile | undefined>();
  const [kept, setKept] = useState<number | undefined>();
  const { state, run } = useRequest();
  const read = async (chosen: File) => {
    setKept(undefined);
    setFile({ name: chosen.name, roster: readRoster(decodeText(new Uint8Array(await chosen.arrayBuffer()))) });
  };
  const keep = async () => {
    if (file?.roster.ok !== true) return;
    const { things } = incident.getState();
    const known = { teams: Object.values(things.team), people: Object.values(things.person) };
    for (const part of batches(rosterPuts(file.roster.people, known, randomId), mostPuts)) {
      const outcome = await run({ kind: "incident.put-many", things: [...part], operator: commander.operator() });
      if (!outcome.ok) return;
    }
    setKept(file.roster.people.length);
  };
  const roster = file?.roster;
  return (
    <div className="search-fields">
      <CardHead title={t("roster.import")} onBack={onDone} />
      <p className="small">{t("roster.tip")}</p>
      <pre className="roster-example">{t("roster.example").replaceAll("|", "\n")}</pre>
      <button type="button" className="button" onClick={() => input.current?.click()}>
        <IconFile size={18} aria-hidden="true" />
        {file?.name ?? t("roster.choose")}
      </button>
      <FileInput
        input={input}
        accept=".csv,.txt,text/csv,text/plain"
        label={t("roster.choose")}
        onFile={(chosen) => void read(chosen)}
      />
      {roster?.ok === false && (
        <p className="fault" role="alert">
          {t("roster.noNames")}
          <span className="words">{roster.heading.join(", ")}</span>
        </p>
      )}
      {roster?.ok === true && <Preview roster={roster} />}
      <FaultNote state={state} />
      {kept !== undefined ? (
        <p className="outcome done" role="status">
          <IconCheck size={18} aria-hidden="true" />
          {t("roster.kept", { people: kept })}
        </p>
      ) : (
        roster?.ok === true && (
          <button
            type="button"
            className="button primary"
            disabled={roster.people.length === 0 || state.state === "pending"}
            onClick={() => void keep()}
          >
            {t("roster.keep", { people: roster.people.length })}
          </button>
        )
      )}
    </div>
  );
};
