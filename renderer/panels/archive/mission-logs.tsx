import { type ReactNode, useCallback, useEffect, useState } from "react";
import type { MissionDetails, MissionLog, MissionSummary } from "../../../shared/wire/archive.ts";
import type { Request } from "../../../shared/wire/requests.ts";
import { fetchMission } from "../../bridge/archive-http.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";

type Asked = Extract<Request, { readonly kind: "archive.offset" | "archive.video-offset" }>;

interface ClockRowProps {
  readonly name: string;
  readonly offsetMs: number;
  /** Back to where it was found is offered. */
  readonly isMoved: boolean;
  /** `null`: as it was found. */
  readonly ask: (offsetMs: number | null) => Asked;
  readonly onChanged: () => void;
  /** Who says where it begins. */
  readonly children?: ReactNode;
}

/** Where a log or a video begins on the mission's clock, and a line to say it better. */
const ClockRow = ({ name, offsetMs, isMoved, ask, onChanged, children }: ClockRowProps) => {
  const t = useTranslate();
  const { commander } = useStores();
  const { state, run } = useRequest();
  const [seconds, setSeconds] = useState(() => (offsetMs / 1_000).toFixed(2));
  const typedMs = Math.round(Number(seconds) * 1_000);
  const isWrong = seconds === "" || !Number.isFinite(typedMs) || typedMs === offsetMs;
  const move = async (toMs: number | null) => {
    const outcome = await run({ ...ask(toMs), operator: commander.operator() });
    if (outcome.ok) onChanged();
  };
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
          <span className="search-label">{t("archive.logOffset", { name })}</span>
          <input type="number" step="0.01" value={seconds} onChange={({ target }) => setSeconds(target.value)} />
        </label>
        <button type="submit" className="button" disabled={state.state === "pending" || isWrong}>
          {t("archive.offsetSet")}
        </button>
        {isMoved && (
          <button type="button" className="button quiet" onClick={() => void move(null)}>
            {t("archive.offsetEstimate")}
          </button>
        )}
        <span className="small mission-offset-from">{children}</span>
      </form>
      <FaultNote state={state} />
    </li>
  );
};

const LogOrigin = ({ log }: { readonly log: MissionLog }) => {
  const t = useTranslate();
  const format = useFormat();
  const sigmaS = log.offsetSigmaMs === undefined ? undefined : log.offsetSigmaMs / 1_000;
  return (
    <>
      {t(`archive.offsetFrom.${log.offsetFrom}`)}
      {sigmaS !== undefined && ` ${t("archive.offsetSigma", { seconds: format.number(sigmaS, 2) })}`}
    </>
  );
};

/** Those that were brought in: what a station recorded itself lies on its clock anyway. */
const videosOf = ({ feeds }: MissionDetails) => feeds.filter(({ id }) => id.startsWith("video-"));

/** The logs and videos of a mission that has several: on one clock, as it was estimated or as somebody knows it. */
export const MissionLogs = ({ id: missionId, files }: Pick<MissionSummary, "id" | "files">) => {
  const t = useTranslate();
  const [details, setDetails] = useState<MissionDetails | undefined>();
  const load = useCallback(async () => {
    const answer = await fetchMission(missionId);
    if (answer.ok) setDetails(answer.value);
  }, [missionId]);
  const several = files.length > 1;
  useEffect(() => {
    if (several) void load();
  }, [several, load]);
  const logs = details?.logs ?? [];
  const videos = details === undefined ? [] : videosOf(details);
  if (logs.length + videos.length < 2) return undefined;
  const onChanged = () => void load();
  return (
    <fieldset className="mission-export mission-logs">
      <legend>{t("archive.logs")}</legend>
      <ul>
        {logs.map((log) => (
          <ClockRow
            key={`${log.n} ${log.offsetMs}`}
            name={log.name}
            offsetMs={log.offsetMs}
            isMoved={log.offsetFrom === "typed"}
            ask={(offsetMs) => ({ kind: "archive.offset", missionId, log: log.n, offsetMs })}
            onChanged={onChanged}
          >
            <LogOrigin log={log} />
          </ClockRow>
        ))}
        {videos.map(({ id: feedId, name, fromMs }) => (
          <ClockRow
            key={`${feedId} ${fromMs}`}
            name={name}
            offsetMs={fromMs}
            isMoved
            ask={(offsetMs) => ({ kind: "archive.video-offset", missionId, feedId, offsetMs })}
            onChanged={onChanged}
          >
            {t("archive.video")}
          </ClockRow>
        ))}
      </ul>
    </fieldset>
  );
};
