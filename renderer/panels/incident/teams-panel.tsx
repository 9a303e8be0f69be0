import { IconPlus, IconUpload } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { PanelFrame } from "../panel-frame.tsx";
import { useIncident } from "../search/use-incident.ts";
import { StateMark } from "../state-mark.tsx";
import { AddTeam } from "./add-team.tsx";
import { ImportRoster } from "./import-roster.tsx";
import { TeamCard } from "./team-card.tsx";
import { TeamList } from "./team-list.tsx";
import { type TeamRow, teamRows } from "./team-rows.ts";
import { ThingsProvider, useThings } from "./things-context.tsx";
import { useMay } from "./use-may.ts";
import { useSelected } from "./use-selected.ts";
import { useTeamTimes } from "./use-times.ts";

const troubled: ReadonlySet<string> = new Set(["help", "overdue", "silent"]);

const useRows = (): readonly TeamRow[] => {
  const things = useThings();
  const times = useTeamTimes();
  return useMemo(() => teamRows(things, times), [things, times]);
};

/** The team that is chosen, by itself or by one of its people. */
const useChosenTeam = (): string | undefined => {
  const team = useSelected("team");
  const person = useSelected("person");
  const its = useStore(useStores().incident, ({ things }) => things.person[person ?? ""]?.fields.teamId);
  return team ?? its;
};

const Summary = ({ rows }: { readonly rows: readonly TeamRow[] }) => {
  const t = useTranslate();
  const bad = rows.filter(({ need }) => troubled.has(need)).length;
  const people = useStore(useStores().incident, ({ things }) => Object.keys(things.person).length);
  return (
    <>
      {bad > 0 && (
        <span className="summary-bad" title={t("team.needCount", { count: bad })}>
          <StateMark state="bad" /> {bad}
          <span className="visually-hidden">{t("team.needCount", { count: bad })}</span>
        </span>
      )}
      <span title={t("team.countTip", { teams: rows.length, people })}>
        {t("team.count", { teams: rows.length, people })}
      </span>
    </>
  );
};

const Body = ({ rows }: { readonly rows: readonly TeamRow[] }) => {
  const t = useTranslate();
  const may = useMay()({ kind: "incident.put", thing: "team", fields: {} });
  const [adding, setAdding] = useState<"team" | "roster" | undefined>();
  const { selection } = useStores();
  const chosenId = useChosenTeam();
  const chosen = rows.find(({ team }) => team.id === chosenId);
  if (chosen !== undefined)
    return <TeamCard key={chosen.team.id} row={chosen} onBack={() => selection.getState().selectThing(undefined)} />;
  if (adding === "team") return <AddTeam onDone={() => setAdding(undefined)} />;
  if (adding === "roster") return <ImportRoster onDone={() => setAdding(undefined)} />;
  const tools =
    may &&
    (["team", "roster"] as const).map((what) => {
      const label = t(what === "team" ? "team.add" : "roster.import");
      const Icon = what === "team" ? IconPlus : IconUpload;
      return (
        <button
          key={what}
          type="button"
          className="button square"
          aria-label={label}
          title={label}
          onClick={() => setAdding(what)}
        >
          <Icon size={20} aria-hidden="true" />
        </button>
      );
    });
  return (
    <>
      {rows.length === 0 && (
        <p className="empty">
          <strong>{t("team.none")}</strong>
          {t("team.noneTip")}
        </p>
      )}
      <TeamList rows={rows} tools={tools} />
    </>
  );
};

const Teams = ({ alone }: { readonly alone: boolean }) => {
  const rows = useRows();
  const { settings } = useStores();
  const chosen = useChosenTeam();
  // A team that is pressed on the map is wanted to be seen.
  useEffect(() => {
    if (chosen !== undefined && settings.getState().folded.teams) settings.getState().setFolded("teams", false);
  }, [chosen, settings]);
  return (
    <PanelFrame name="teams" alone={alone} summary={<Summary rows={rows} />}>
      <Body rows={rows} />
    </PanelFrame>
  );
};

/** Everybody on the ground, those first who need somebody. Not on the screen while there is no incident. */
export const TeamsPanel = ({ alone }: { readonly alone: boolean }) => {
  const t = useTranslate();
  const incident = useIncident();
  if (incident === undefined)
    return alone ? (
      <PanelFrame name="teams" alone>
        <p className="empty">{t("fault.no-incident")}</p>
      </PanelFrame>
    ) : undefined;
  return (
    <ThingsProvider>
      <Teams alone={alone} />
    </ThingsProvider>
  );
};
