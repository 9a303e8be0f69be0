import { IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { readVote, restKey, type VoteDraft, voteDraft } from "./read-vote.ts";
import { votedRows } from "./segment-rows.ts";
import { usePut } from "./use-put.ts";

const useVotedSegments = (values: Readonly<Record<string, number>> | undefined) => {
  const { incident } = useStores();
  const segments = useStore(incident, ({ things }) => things.segment);
  // Sorted once per set of segments: grades move every few seconds, and rows must not under a typing hand.
  const rows = useMemo(() => votedRows(segments, incident.getState().grades, values), [segments, incident, values]);
  return { rows, all: Object.keys(segments).length };
};

/** One expert's opinion: a value for each segment, and for outside. */
export const VoteTable = ({ vote }: { readonly vote: Thing<"vote"> }) => {
  const t = useTranslate();
  const format = useFormat();
  const { state, put } = usePut();
  const { rows, all } = useVotedSegments(vote.fields.values);
  const scale = vote.fields.scale ?? "percent";
  const [typed, setTyped] = useState<VoteDraft>({});
  const draft = { ...voteDraft(vote.fields), ...typed };
  const read = readVote(draft, scale);
  const save = async () => {
    if (Object.keys(typed).length === 0 || read.wrong.length > 0) return;
    const outcome = await put(vote, { values: { ...read.values }, restOfWorld: read.restOfWorld });
    if (outcome.ok) setTyped({});
  };
  const cell = (key: string, label: string) => (
    <tr key={key}>
      <th scope="row">{label}</th>
      <td>
        <input
          className={`text-field ${read.wrong.includes(key) ? "wrong" : ""}`}
          aria-label={t("consensus.value", { segment: label, expert: vote.fields.expert ?? "" })}
          aria-invalid={read.wrong.includes(key)}
          inputMode={scale === "percent" ? "decimal" : "text"}
          autoComplete="off"
          maxLength={6}
          value={draft[key] ?? ""}
          onChange={(event) => {
            const text = event.currentTarget.value;
            setTyped((before) => ({ ...before, [key]: text }));
          }}
          onBlur={() => void save()}
          onKeyDown={(event) => {
            if (event.key === "Enter") void save();
          }}
        />
      </td>
    </tr>
  );
  return (
    <details className="search-vote">
      <summary>
        <strong>{vote.fields.expert}</strong>
        <span className="small">
          {scale === "percent"
            ? t("consensus.sum", { sum: `${format.number(read.sum, 0)} %` })
            : t("consensus.letters")}
        </span>
      </summary>
      {rows.length < all && (
        <p className="small search-vote-note">{t("consensus.listed", { shown: rows.length, all })}</p>
      )}
      <table>
        <tbody>
          {rows.map(({ id, segment }) => cell(id, segment.fields.name ?? id))}
          {cell(restKey, t("model.outside"))}
        </tbody>
      </table>
      {read.wrong.length > 0 && (
        <p className="fault search-vote-note" role="status">
          {t(scale === "percent" ? "consensus.badPercent" : "consensus.badLetter")}
        </p>
      )}
      {scale === "percent" && Math.abs(read.sum - 100) > 0.5 && read.sum > 0 && (
        <p className="small search-vote-note">
          {t("consensus.notHundred", { sum: `${format.number(read.sum, 0)} %` })}
        </p>
      )}
      <button
        type="button"
        className="button"
        disabled={state.state === "pending"}
        onClick={() => void put(vote, { removed: true })}
      >
        <IconTrash size={18} aria-hidden="true" />
        {t("consensus.remove")}
      </button>
      <FaultNote state={state} />
    </details>
  );
};
