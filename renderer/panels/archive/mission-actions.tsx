import { IconDownload, IconShieldCheck, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { MissionSummary, VerifyAnswer } from "../../../shared/wire/archive.ts";
import { type ArchiveAnswer, verifyMission } from "../../bridge/archive-http.ts";
import { archiveBase } from "../../bridge/archive-stream.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { StateMark } from "../state-mark.tsx";
import { useRequest } from "../use-request.ts";
import { MissionLogs } from "./mission-logs.tsx";

const exportFormats = ["lantern", "tlog", "gpx", "kml", "geojson", "csv"] as const;

const Export = ({ id }: Pick<MissionSummary, "id">) => {
  const t = useTranslate();
  const [anonymise, setAnonymise] = useState(false);
  const query = anonymise ? "?anonymise=1" : "";
  return (
    <fieldset className="mission-export">
      <legend>{t("archive.export")}</legend>
      <label className="mission-check">
        <input type="checkbox" checked={anonymise} onChange={({ target }) => setAnonymise(target.checked)} />
        <span>
          {t("archive.anonymise")}
          <span className="small">{t("archive.anonymiseHint")}</span>
        </span>
      </label>
      <span className="mission-formats">
        {exportFormats.map((format) => (
          <a
            key={format}
            className="button"
            href={`${archiveBase(id)}/export/${format}${query}`}
            title={t(`archive.format.${format}`)}
            download
          >
            <IconDownload size={18} aria-hidden="true" />
            {`.${format}`}
          </a>
        ))}
      </span>
      <span className="small">{t("archive.exportTurns")}</span>
    </fieldset>
  );
};

const Verified = ({ answer }: { readonly answer: ArchiveAnswer<VerifyAnswer> }) => {
  const t = useTranslate();
  if (!answer.ok)
    return (
      <p className="fault" role="alert">
        {t(`archive.openFault.${answer.code}`)}
      </p>
    );
  const { ok, checked } = answer.value;
  return (
    <div role="status" className="mission-verified">
      <p>
        <StateMark state={ok ? "ok" : "bad"} /> {t(ok ? "archive.verified" : "archive.notVerified")}
      </p>
      <ul>
        {checked.map((part) => (
          <li key={part.name}>
            <StateMark state={part.ok ? "ok" : "bad"} />{" "}
            {t("archive.checked", { name: part.name, count: part.records })}
            {part.fault !== undefined && (
              <span className="station-words words" lang="en">
                {part.fault}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
};

const Verify = ({ id }: Pick<MissionSummary, "id">) => {
  const t = useTranslate();
  const [answer, setAnswer] = useState<ArchiveAnswer<VerifyAnswer> | "pending" | undefined>();
  const verify = async () => {
    setAnswer("pending");
    setAnswer(await verifyMission(id));
  };
  return (
    <div className="mission-verify">
      <button type="button" className="button" disabled={answer === "pending"} onClick={() => void verify()}>
        <IconShieldCheck size={18} aria-hidden="true" />
        {t(answer === "pending" ? "archive.verifying" : "archive.verify")}
      </button>
      {answer !== undefined && answer !== "pending" && <Verified answer={answer} />}
    </div>
  );
};

const Rename = ({ summary, onChanged }: ActionsProps) => {
  const t = useTranslate();
  const { commander } = useStores();
  const { state, run } = useRequest();
  const [name, setName] = useState(summary.name);
  const rename = async () => {
    const outcome = await run({
      kind: "archive.rename",
      missionId: summary.id,
      name: name.trim(),
      operator: commander.operator(),
    });
    if (outcome.ok) onChanged();
  };
  return (
    <form
      className="mission-rename"
      onSubmit={(event) => {
        event.preventDefault();
        void rename();
      }}
    >
      <label>
        <span className="search-label">{t("archive.name")}</span>
        <input type="text" maxLength={120} value={name} onChange={({ target }) => setName(target.value)} />
      </label>
      <button
        type="submit"
        className="button"
        disabled={state.state === "pending" || name.trim() === "" || name.trim() === summary.name}
      >
        {t("archive.rename")}
      </button>
      <FaultNote state={state} />
    </form>
  );
};

const Remove = ({ summary, onChanged }: ActionsProps) => {
  const t = useTranslate();
  const { commander } = useStores();
  const { state, run } = useRequest();
  const [sure, setSure] = useState(false);
  const remove = async () => {
    const outcome = await run({ kind: "archive.remove", missionId: summary.id, operator: commander.operator() });
    if (outcome.ok) onChanged();
    else setSure(false);
  };
  return (
    <div className="mission-remove">
      <button
        type="button"
        className={sure ? "button danger" : "button"}
        disabled={state.state === "pending"}
        onBlur={() => setSure(false)}
        onClick={() => (sure ? void remove() : setSure(true))}
      >
        <IconTrash size={18} aria-hidden="true" />
        {t(sure ? "archive.removeSure" : "archive.remove")}
      </button>
      <FaultNote state={state} />
    </div>
  );
};

interface ActionsProps {
  readonly summary: MissionSummary;
  readonly onChanged: () => void;
}

/** What can be done with a mission besides looking at it. Nothing here changes what was recorded. */
export const MissionActions = ({ summary, onChanged }: ActionsProps) => (
  <div className="mission-actions">
    <Export id={summary.id} />
    <Rename summary={summary} onChanged={onChanged} />
    <MissionLogs id={summary.id} files={summary.files} />
    <span className="mission-last">
      <Verify id={summary.id} />
      {!summary.live && <Remove summary={summary} onChanged={onChanged} />}
    </span>
  </div>
);
