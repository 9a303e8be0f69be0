import { IconCrown, IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { usePut } from "../search/use-put.ts";
import { PositionAge } from "./age-note.tsx";
import { isLeader, type TeamRow } from "./team-rows.ts";
import { useMay } from "./use-may.ts";
import { useSelected } from "./use-selected.ts";

const AddMember = ({ teamId }: { readonly teamId: string }) => {
  const t = useTranslate();
  const { state, make } = usePut();
  const [name, setName] = useState("");
  const add = async () => {
    const clean = name.trim();
    if (clean !== "" && (await make("person", { name: clean, teamId, role: "searcher" })).ok) setName("");
  };
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <input
        className="text-field"
        aria-label={t("team.memberName")}
        placeholder={t("team.memberName")}
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <button
        type="submit"
        className="button square"
        aria-label={t("team.addMember")}
        title={t("team.addMember")}
        disabled={name.trim() === "" || state.state === "pending"}
      >
        <IconUserPlus size={18} aria-hidden="true" />
      </button>
      <FaultNote state={state} />
    </form>
  );
};

/** Who belongs to a team; the leader first. */
export const TeamMembers = ({ row: { team, members } }: { readonly row: TeamRow }) => {
  const t = useTranslate();
  const { selection, incident } = useStores();
  const chosen = useSelected("person");
  const { state, put } = usePut();
  const may = useMay()({ kind: "incident.put", thing: "team", thingId: team.id, fields: {} });
  const { leaderId } = team.fields;
  return (
    <>
      <ul className="members">
        {members.map((person) => {
          const leads = isLeader(person, leaderId);
          const { name = person.id, skills = [], phone } = person.fields;
          return (
            <li key={person.id} className={person.id === chosen ? "chosen" : ""}>
              <button
                type="button"
                className="button quiet member-name"
                onClick={() => {
                  selection.getState().selectThing(`person/${person.id}`);
                  const at = incident.getState().whereabouts[`person/${person.id}`];
                  if (at !== undefined) selection.getState().requestFlyTo(at);
                }}
              >
                <span>
                  {name}
                  {leads && <span className="chip">{t("search.role.leader")}</span>}
                </span>
                <span className="small">{[phone, ...skills].filter(Boolean).join(" · ")}</span>
              </button>
              <span className="small">
                <PositionAge who={`person/${person.id}`} />
              </span>
              {may && !leads && (
                <button
                  type="button"
                  className="button quiet square"
                  aria-label={t("team.makeLeader", { name })}
                  title={t("team.makeLeader", { name })}
                  disabled={state.state === "pending"}
                  onClick={() => void put(team, { leaderId: person.id })}
                >
                  <IconCrown size={18} aria-hidden="true" />
                </button>
              )}
            </li>
          );
        })}
      </ul>
      <FaultNote state={state} />
      {may && <AddMember teamId={team.id} />}
    </>
  );
};
