import { type ReactNode, useMemo, useState } from "react";
import { thingKey } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { StateMark } from "../state-mark.tsx";
import { PositionAge } from "./age-note.tsx";
import { needMark } from "./need-mark.ts";
import { RowList } from "./row-list.tsx";
import { TeamNeedNote } from "./team-need.tsx";
import { findTeams, type TeamRow } from "./team-rows.ts";
import { TeamMark } from "./who-name.tsx";

/** As the style sheet has it, px. */
const rowPx = 62;
/** Fewer are found by looking. */
const findFrom = 12;

const Row = ({ row }: { readonly row: TeamRow }) => {
  const t = useTranslate();
  const { team, need, members, job } = row;
  const { name = team.id, mode = "foot", radio } = team.fields;
  const [leader] = members;
  return (
    <>
      <TeamMark id={team.id} name={name} />
      <span className="row-main">
        <span className="row-line">
          <span className="row-name">{name}</span>
          <span className={needMark(need) === "bad" ? "row-state bad" : "row-state"}>
            <StateMark state={needMark(need)} />
            <TeamNeedNote row={row} />
          </span>
        </span>
        <span className="row-line small">
          <span className="row-what">
            {[
              t("team.people", { n: members.length }),
              t(`map.mode.${mode}`),
              leader?.fields.name,
              radio,
              job === undefined ? undefined : t("team.onJob", { n: job.fields.number ?? "–" }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
          <PositionAge who={`team/${team.id}`} />
        </span>
      </span>
    </>
  );
};

/** All teams, to be looked through and searched. */
export const TeamList = (props: {
  readonly rows: readonly TeamRow[];
  /** Beside the field to search in. */
  readonly tools: ReactNode;
}) => {
  const { rows } = props;
  const t = useTranslate();
  const { selection } = useStores();
  const [wanted, setWanted] = useState("");
  const shown = useMemo(() => findTeams(rows, wanted), [rows, wanted]);
  const open = ({ team }: TeamRow) => {
    selection.getState().selectThing(thingKey("team", team.id));
  };
  return (
    <>
      <div className="list-find">
        {rows.length >= findFrom && (
          <input
            className="text-field"
            type="search"
            aria-label={t("team.find")}
            placeholder={t("team.find")}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
        )}
        {props.tools}
      </div>
      {shown.length === 0 && rows.length > 0 && <p className="empty">{t("team.notFound")}</p>}
      <RowList
        label={t("team.list")}
        rows={shown}
        rowPx={rowPx}
        keyOf={({ team }) => team.id}
        onOpen={open}
        onHover={(row) =>
          selection.getState().hoverThing(row === undefined ? undefined : thingKey("team", row.team.id))
        }
      >
        {(row) => <Row row={row} />}
      </RowList>
    </>
  );
};
