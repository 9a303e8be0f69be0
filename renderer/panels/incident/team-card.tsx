import { IconMapPin, IconSend, IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { Section } from "../fly/section.tsx";
import { useFormat } from "../format-context.tsx";
import { StateMark } from "../state-mark.tsx";
import { useRequest } from "../use-request.ts";
import { PositionAge, ShortTime } from "./age-note.tsx";
import { AnswerHelp } from "./answer-help.tsx";
import { CardHead } from "./card-head.tsx";
import { JobCard } from "./job-card.tsx";
import { needMark } from "./need-mark.ts";
import { SendTeam } from "./send-team.tsx";
import { TeamEdit } from "./team-edit.tsx";
import { TeamMembers } from "./team-members.tsx";
import { TeamNeedNote } from "./team-need.tsx";
import type { TeamRow } from "./team-rows.ts";
import { useThings } from "./things-context.tsx";
import { useMay } from "./use-may.ts";
import { TeamMark } from "./who-name.tsx";

type RowProps = { readonly row: TeamRow };

/** "Here we are", said by radio: shown on the map, counted as of now. */
const PlaceByRadio = ({ row }: RowProps) => {
  const t = useTranslate();
  const { mapTool, fly, commander } = useStores();
  const hasMap = useStore(fly, (state) => state.hasMap);
  const may = useMay();
  const { state, run } = useRequest();
  const who = `team/${row.team.id}`;
  if (!may({ kind: "incident.place", who })) return undefined;
  const name = row.team.fields.name ?? row.team.id;
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={!hasMap || state.state === "pending"}
        title={hasMap ? undefined : t("search.needsMap")}
        onClick={() =>
          mapTool.getState().pick({
            kind: "place",
            colourIndex: 4,
            label: t("team.placeOf", { name }),
            onDone: ({ latDeg, lonDeg }) =>
              void run({
                kind: "incident.place",
                who,
                place: { latDeg, lonDeg },
                source: "radio",
                operator: commander.operator(),
              }),
          })
        }
      >
        <IconMapPin size={18} aria-hidden="true" />
        {t("team.place")}
      </button>
      <FaultNote state={state} />
    </>
  );
};

const Facts = ({ row }: RowProps) => {
  const t = useTranslate();
  const format = useFormat();
  const { team, view, members } = row;
  const { mode = "foot", radio, organisation, skills = [], shiftEndsUtcMs } = team.fields;
  const source = useStore(useStores().incident, (state) => state.whereabouts[`team/${team.id}`]?.source);
  return (
    <dl className="search-facts">
      <div>
        <dt>{t("team.mode")}</dt>
        <dd>
          {t(`map.mode.${mode}`)} · {t("team.people", { n: members.length })}
        </dd>
      </div>
      <div>
        <dt>{t("team.position")}</dt>
        <dd>
          <PositionAge who={`team/${team.id}`} />
          {source !== undefined && <span className="small">{t(`team.source.${source}`)}</span>}
        </dd>
      </div>
      <div>
        <dt>{t("team.heard")}</dt>
        <dd>{view.heardUtcMs === undefined ? t("team.never") : <ShortTime utcMs={view.heardUtcMs} />}</dd>
      </div>
      {[
        ["radio", t("team.radio"), radio],
        ["organisation", t("team.organisation"), organisation],
        ["skills", t("team.skills"), skills.length === 0 ? undefined : format.list(skills)],
      ].map(([key, label, value]) =>
        value === undefined ? undefined : (
          <div key={key}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
      {shiftEndsUtcMs !== undefined && (
        <div>
          <dt>{t("team.shiftEnds")}</dt>
          <dd>
            <ShortTime utcMs={shiftEndsUtcMs} />
          </dd>
        </div>
      )}
    </dl>
  );
};

const Jobs = ({ row }: RowProps) => {
  const t = useTranslate();
  const things = useThings();
  const may = useMay()({ kind: "incident.send" });
  const [sending, setSending] = useState(false);
  const jobs = row.view.assignmentIds.flatMap((id) => {
    const job = things.get(`assignment/${id}`);
    return job?.kind === "assignment" ? [job] : [];
  });
  return (
    <>
      {jobs.map((job) => (
        <JobCard key={job.id} job={job} inTeam />
      ))}
      {sending ? (
        <SendTeam team={row.team} onDone={() => setSending(false)} />
      ) : (
        may && (
          <button type="button" className="button" onClick={() => setSending(true)}>
            <IconSend size={18} aria-hidden="true" />
            {t("team.send")}
          </button>
        )
      )}
    </>
  );
};

/** One team: what it needs, what it does, who it is, and what can be changed. */
export const TeamCard = ({ row, onBack }: RowProps & { readonly onBack: () => void }) => {
  const t = useTranslate();
  const { selection, incident, fly } = useStores();
  const { team, need, members } = row;
  const name = team.fields.name ?? team.id;
  const hasPlace = useStore(incident, (state) => state.whereabouts[`team/${team.id}`] !== undefined);
  const hasMap = useStore(fly, (state) => state.hasMap);
  const show = () => {
    const at = incident.getState().whereabouts[`team/${team.id}`];
    if (at !== undefined) selection.getState().requestFlyTo(at);
  };
  return (
    <section className="team-card" aria-label={name}>
      <CardHead
        title={
          <span className="who-name">
            <TeamMark id={team.id} name={name} />
            <span>{name}</span>
          </span>
        }
        onBack={onBack}
      />
      <div className="card-body">
        <p className={needMark(need) === "bad" ? "need-note bad" : "need-note"} role="status">
          <StateMark state={needMark(need)} />
          <TeamNeedNote row={row} />
          {team.fields.simulated === true && <span className="chip">{t("team.simulated")}</span>}
        </p>
        {need === "help" && <AnswerHelp teamId={team.id} />}
        <div className="deck-row two">
          <button type="button" className="button" disabled={!hasPlace || !hasMap} onClick={show}>
            {t("search.showPlace")}
          </button>
          <PlaceByRadio row={row} />
        </div>
        <Jobs row={row} />
        <Facts row={row} />
      </div>
      <Section title={t("team.members", { n: members.length })} note={<IconUserPlus size={16} aria-hidden="true" />}>
        <TeamMembers row={row} />
      </Section>
      <Section title={t("team.edit")}>
        <TeamEdit team={team} />
      </Section>
    </section>
  );
};
