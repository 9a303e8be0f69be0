import { useCallback, useEffect, useState } from "react";
import type { MissionLog, MissionSummary } from "../../../shared/wire/archive.ts";
import { fetchMission } from "../../bridge/archive-http.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";

interface LogRowProps {
  readonly missionId: string;
  readonly log: MissionLog;
  readonly onChanged: () => void;
}

/** Where one log begins on the mission's clock, who says so, and a line to say it better. */
const LogRow = ({ missionId, log, onChanged }: LogRowProps) => {
  const t = useTranslate();
  const format = useFormat();
  const { commander } = useStores();
  const { state, run } = useRequest();
  const [seconds, setSeconds] = useState(() => (log.offsetMs / 1_000).toFixed(2));
  const typedMs = Math.round(Number(seconds) * 1_000);
  const move = async (offsetMs: number | null) => {
    const operator = commander.operator();
    const outcome = await run({ kind: "archive.offset", missionId, log: log.n, offsetMs, operator });
    if (outcome.ok) onChanged();
  };
  const sigmaS = log.offsetSigmaMs === undefined ? undefined : log.offsetSigmaMs / 1_000;
  return (
    <li>
      <form
        className="mission-rename"
        onSubmit={(event) => {
          event.preventDefault();
          void move(typedMs);
        }}
      >
        <label>
          <span className="search-label">{t("archive.logOffset", { name: log.name })}</span>
          <input type="number" step="0.01" value={seconds} onChange={({ target }) => setSeconds(target.value)} />
        </label>
        <button
          type="submit"
          className="button"
          disabled={
            state.state === "pending" || seconds === "" || !Number.isFinite(typedMs) || typedMs === log.offsetMs
          }
        >
          {t("archive.offsetSet")}
        </button>
        {log.offsetFrom === "typed" && (
          <button type="button" className="button quiet" onClick={() => void move(null)}>
            {t("archive.offsetEstimate")}
          </button>
        )}
        <span className="small mission-offset-from">
          {t(`archive.offsetFrom.${log.offsetFrom}`)}
          {sigmaS !== undefined && ` ${t("archive.offsetSigma", { seconds: format.number(sigmaS, 2) })}`}
        </span>
      </form>
      <FaultNote state={state} />
    </li>
  );
};

/** The logs of a mission that has several: on one clock, as it was estimated or as somebody knows it. */
export const MissionLogs = ({ id, files }: Pick<MissionSummary, "id" | "files">) => {
  const t = useTranslate();
  const [logs, setLogs] = useState<readonly MissionLog[]>([]);
  const load = useCallback(async () => {
    const answer = await fetchMission(id);
    if (answer.ok) setLogs(answer.value.logs);
  }, [id]);
  const several = files.length > 1;
  useEffect(() => {
    if (several) void load();
  }, [several, load]);
  if (logs.length < 2) return undefined;
  return (
    <fieldset className="mission-export mission-logs">
      <legend>{t("archive.logs")}</legend>
      <ul>
        {logs.map((log) => (
          <LogRow key={`${log.n} ${log.offsetMs}`} missionId={id} log={log} onChanged={() => void load()} />
        ))}
      </ul>
    </fieldset>
  );
};
