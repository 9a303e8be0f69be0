import { IconMapPin, IconRefresh, IconX } from "@tabler/icons-react";
import { useCallback, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { IncidentAnswer } from "../../../shared/wire/incident.ts";
import type { Wanted } from "../../stores/incident-panel-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { Spinner } from "../fly/outcome-note.tsx";
import { Section } from "../fly/section.tsx";
import { useFormat } from "../format-context.tsx";
import { placeText, TextField } from "../search/fields.tsx";
import { useRequest } from "../use-request.ts";
import { useUtcAge } from "./age-note.tsx";
import { JobCard } from "./job-card.tsx";
import { NearestRow } from "./nearest-row.tsx";
import { useAboutName, useWantedHere } from "./use-wanted.ts";
import { WhoName } from "./who-name.tsx";
import { whyWords } from "./why-words.ts";

/** More than ten are not looked at before somebody is sent. */
const wantedCount = 10;

interface Answer {
  readonly nearest: NonNullable<IncidentAnswer["nearest"]>;
  readonly leftOut: NonNullable<IncidentAnswer["leftOut"]>;
  readonly utcMs: number | undefined;
}

const useAnswer = (wanted: Wanted, skills: readonly string[]) => {
  const { nearest, stationUtcNow } = useStores();
  const { state, run } = useRequest();
  const [answer, setAnswer] = useState<Answer | undefined>();
  const { latDeg, lonDeg } = wanted.place;
  const wish = skills.join("\n");
  const ask = useCallback(async () => {
    const place = { latDeg, lonDeg };
    nearest.setState({ place, nearest: [], hoveredWho: undefined });
    const outcome = await run({
      kind: "search.nearest",
      place,
      count: wantedCount,
      ...(wish === "" ? {} : { skills: wish.split("\n") }),
    });
    if (!outcome.ok) return;
    const { nearest: found = [], leftOut = [] } = outcome as IncidentAnswer;
    // Another place may have been asked for meanwhile.
    if (nearest.getState().place !== place) return;
    nearest.setState({ nearest: found });
    setAnswer({ nearest: found, leftOut, utcMs: stationUtcNow() });
  }, [nearest, run, stationUtcNow, latDeg, lonDeg, wish]);
  useEffect(() => {
    setAnswer(undefined);
    void ask();
    return () => nearest.setState({ place: undefined, nearest: [], hoveredWho: undefined });
  }, [ask, nearest]);
  return { answer, state, ask };
};

const LeftOut = ({ leftOut }: Pick<Answer, "leftOut">) => {
  const t = useTranslate();
  const format = useFormat();
  if (leftOut.length === 0) return undefined;
  return (
    <Section title={t("next.leftOut", { count: leftOut.length })}>
      <ul className="left-out">
        {leftOut.slice(0, 200).map(({ who, why, positionAgeS }) => (
          <li key={who}>
            <WhoName who={who} />
            <span className="small">
              {whyWords(t, why)}
              {positionAgeS !== undefined && ` · ${t("next.positionAge", { age: format.age(positionAgeS * 1000) })}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
};

/** What one must be able to do, out of what teams say that they can. */
const SkillsWanted = (props: { readonly chosen: readonly string[]; readonly onChange: (skills: string[]) => void }) => {
  const t = useTranslate();
  const teams = useStore(useStores().incident, ({ things }) => things.team);
  const all = [...new Set(Object.values(teams).flatMap(({ fields }) => fields.skills ?? []))].toSorted();
  if (all.length === 0) return undefined;
  const { chosen, onChange } = props;
  return (
    <Section title={t("send.skills")} note={chosen.join(", ")}>
      <div className="chip-row">
        {all.slice(0, 40).map((skill) => (
          <button
            key={skill}
            type="button"
            className="button"
            aria-pressed={chosen.includes(skill)}
            onClick={() =>
              onChange(chosen.includes(skill) ? chosen.filter((one) => one !== skill) : [...chosen, skill])
            }
          >
            {skill}
          </button>
        ))}
      </div>
    </Section>
  );
};

const SentJobs = ({ ids }: { readonly ids: readonly string[] }) => {
  const jobs = useStore(useStores().incident, ({ things }) => things.assignment);
  return ids.map((id) => {
    const job = jobs[id];
    return job === undefined ? undefined : <JobCard key={id} job={job} />;
  });
};

const Asked = ({ wanted }: { readonly wanted: Wanted }) => {
  const t = useTranslate();
  const { incidentPanel, settings } = useStores();
  const coordinates = useStore(settings, (state) => state.coordinateFormat);
  const about = useAboutName(wanted);
  const [skills, setSkills] = useState<readonly string[]>([]);
  const [text, setText] = useState("");
  const [sent, setSent] = useState<readonly string[]>([]);
  const { answer, state, ask } = useAnswer(wanted, skills);
  const age = useUtcAge(answer?.utcMs);
  return (
    <>
      <div className="wanted">
        <p>
          <strong>{t("send.who")}</strong>
          <span className="small">{about ?? placeText(wanted.place, coordinates)}</span>
        </p>
        <button
          type="button"
          className="button quiet square"
          aria-label={t("send.refresh")}
          title={t("send.refresh")}
          disabled={state.state === "pending"}
          onClick={() => void ask()}
        >
          {state.state === "pending" ? <Spinner /> : <IconRefresh size={20} aria-hidden="true" />}
        </button>
        <button
          type="button"
          className="button quiet square"
          aria-label={t("common.close")}
          title={t("common.close")}
          onClick={() => incidentPanel.getState().want(undefined)}
        >
          <IconX size={20} aria-hidden="true" />
        </button>
      </div>
      <FaultNote state={state} />
      <SentJobs ids={sent} />
      {answer !== undefined && (
        <p className="search-lead" role="status">
          {t(answer.nearest.length === 0 ? "send.nobody" : "send.found", { count: answer.nearest.length })}
          {age !== undefined && <span className="small">{t("next.workedOut", { age })}</span>}
        </p>
      )}
      <ol className="nearest-list">
        {answer?.nearest.map((one, i) => (
          <NearestRow
            key={one.who}
            nearest={one}
            rank={i + 1}
            wanted={wanted}
            text={text.trim() === "" ? (about ?? placeText(wanted.place, coordinates)) : text}
            onSent={(id) => setSent((before) => [id, ...before])}
          />
        ))}
      </ol>
      <div className="card-body">
        <TextField label={t("order.text")} value={text} rows={2} onChange={setText} />
      </div>
      <SkillsWanted chosen={skills} onChange={setSkills} />
      {answer !== undefined && <LeftOut leftOut={answer.leftOut} />}
    </>
  );
};

const Choose = () => {
  const t = useTranslate();
  const { mapTool, incidentPanel, fly } = useStores();
  const hasMap = useStore(fly, (state) => state.hasMap);
  const here = useWantedHere();
  const name = useAboutName(here);
  return (
    <div className="search-fields">
      <p>
        <strong>{t("send.who")}</strong>
      </p>
      <p className="small">{t("send.tip")}</p>
      {here !== undefined && (
        <button type="button" className="button primary" onClick={() => incidentPanel.getState().want(here)}>
          {name === undefined ? t("send.atMarked") : t("send.at", { name })}
        </button>
      )}
      <button
        type="button"
        className={here === undefined ? "button primary" : "button"}
        disabled={!hasMap}
        title={hasMap ? undefined : t("search.needsMap")}
        onClick={() =>
          mapTool.getState().pick({
            kind: "place",
            colourIndex: 4,
            label: t("send.who"),
            onDone: (place) => incidentPanel.getState().want({ place }),
          })
        }
      >
        <IconMapPin size={18} aria-hidden="true" />
        {t("send.press")}
      </button>
    </div>
  );
};

/** "Who can be here first?", and the order that sends them. */
export const SendTab = () => {
  const wanted = useStore(useStores().incidentPanel, (state) => state.wanted);
  if (wanted === undefined) return <Choose />;
  const { place, about } = wanted;
  // A new key for each place: nothing typed for the last one may linger.
  return <Asked key={`${place.latDeg} ${place.lonDeg} ${about?.id ?? ""}`} wanted={wanted} />;
};
