import { IconBulb, IconMapPin, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { usePut } from "../search/use-put.ts";
import { StateMark } from "../state-mark.tsx";
import { PositionAge, useUtcAge } from "./age-note.tsx";
import { type InviteRow, inviteRows } from "./invite-rows.ts";
import { useThings } from "./things-context.tsx";
import { useTeamTimes } from "./use-times.ts";
import { WhoName } from "./who-name.tsx";

const shownAtOnce = 30;

const Seen = ({ row: { seenUtcMs, state } }: { readonly row: InviteRow }) => {
  const t = useTranslate();
  const age = useUtcAge(seenUtcMs);
  if (state !== "valid") return <span>{t(`invite.state.${state}`)}</span>;
  return <span>{age === undefined ? t("invite.neverSeen") : t("invite.seen", { age })}</span>;
};

/** Where a witness's or the subject's phone is: a place that can become a clue. */
const Located = ({ row }: { readonly row: InviteRow }) => {
  const t = useTranslate();
  const { selection } = useStores();
  const { state, make } = usePut();
  const [made, setMade] = useState(false);
  const { place, invite } = row;
  if (invite.fields.purpose !== "locate" || place === undefined) return undefined;
  const at = { latDeg: place.latDeg, lonDeg: place.lonDeg };
  const makeClue = async () => {
    const text = t("invite.clueText", { name: invite.fields.name ?? invite.id });
    const sigma = place.sigmaM === undefined ? {} : { sigmaM: place.sigmaM };
    const outcome = await make("clue", { nature: "phone", text, place: at, utcMs: place.utcMs, ...sigma });
    if (outcome.ok) setMade(true);
  };
  return (
    <span className="invite-located">
      <PositionAge who={`invite/${invite.id}`} />
      <button type="button" className="button" onClick={() => selection.getState().requestFlyTo(at)}>
        <IconMapPin size={18} aria-hidden="true" />
        {t("search.showPlace")}
      </button>
      <button
        type="button"
        className="button"
        disabled={made || state.state === "pending"}
        onClick={() => void makeClue()}
      >
        <IconBulb size={18} aria-hidden="true" />
        {t(made ? "correlate.isClue" : "invite.makeClue")}
      </button>
      <FaultNote state={state} />
    </span>
  );
};

const Row = ({ row }: { readonly row: InviteRow }) => {
  const t = useTranslate();
  const { state, put } = usePut();
  const { invite, seenUtcMs } = row;
  const { name = invite.id, role, purpose, teamId } = invite.fields;
  const isOpen = row.state === "valid";
  return (
    <li className={isOpen ? "invite" : "invite is-off"}>
      <span className="invite-main">
        <strong>{name}</strong>
        <span className="small">
          <StateMark state={!isOpen ? "idle" : seenUtcMs === undefined ? "warn" : "ok"} />
          {purpose === "locate" ? t("invite.purpose.locate") : t(`search.role.${role ?? "searcher"}`)} ·{" "}
          <Seen row={row} />
        </span>
        {teamId !== undefined && <WhoName who={`team/${teamId}`} />}
      </span>
      {isOpen && (
        <button
          type="button"
          className="button square"
          aria-label={t("invite.revoke", { name })}
          title={t("invite.revoke", { name })}
          disabled={state.state === "pending"}
          onClick={() => void put(invite, { revoked: true })}
        >
          <IconTrash size={18} aria-hidden="true" />
        </button>
      )}
      <Located row={row} />
      <FaultNote state={state} />
    </li>
  );
};

/** Who was let in, whether they came, and when they were last heard of. */
export const InviteList = () => {
  const t = useTranslate();
  const things = useThings();
  const { nowUtcMs, places } = useTeamTimes();
  const rows = useMemo(() => inviteRows(things, places, nowUtcMs), [things, places, nowUtcMs]);
  const [shown, setShown] = useState(shownAtOnce);
  if (rows.length === 0) return undefined;
  return (
    <>
      <h4>{t("invite.list", { count: rows.length })}</h4>
      <ul className="invites">
        {rows.slice(0, shown).map((row) => (
          <Row key={row.invite.id} row={row} />
        ))}
      </ul>
      {rows.length > shown && (
        <button type="button" className="button" onClick={() => setShown(shown + shownAtOnce)}>
          {t("common.showMore", { count: Math.min(shownAtOnce, rows.length - shown) })}
        </button>
      )}
    </>
  );
};
