import { IconFlag, IconMapPinCheck, IconPencil, IconPlus, IconTrash, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { Landmark } from "../../../shared/wire/feeds.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { NowOnly } from "../now-only.tsx";
import { useRequest } from "../use-request.ts";
import { LandmarkForm } from "./landmark-form.tsx";

/** How long ago a team was there, by the station's UTC; renders when the text changes. */
const useSaidAge = (atUtcMs: number | undefined): string | undefined => {
  const format = useFormat();
  return useStore(useStores().ticker, ({ utcMs }) =>
    utcMs === undefined || atUtcMs === undefined ? undefined : format.age(utcMs - atUtcMs),
  );
};

const Row = ({ landmark, onDeleted }: { readonly landmark: Landmark; readonly onDeleted: () => void }) => {
  const t = useTranslate();
  const format = useFormat();
  const { selection, stationUtcNow } = useStores();
  const { state, run } = useRequest();
  const [editing, setEditing] = useState(false);
  const { id, name, kind, position, sigmaM, atUtcMs } = landmark;
  const age = useSaidAge(atUtcMs);
  const good = format.length(sigmaM);
  const pending = state.state === "pending";
  const remove = async () => {
    if ((await run({ kind: "landmark.delete", landmarkId: id })).ok) onDeleted();
  };
  const hereNow = () => {
    const utcMs = stationUtcNow();
    if (utcMs !== undefined) void run({ kind: "landmark.put", landmark: { ...landmark, atUtcMs: utcMs } });
  };
  return (
    <li className="aids-row">
      <div className="aids-line">
        <button
          type="button"
          className="aids-name"
          aria-label={t("landmark.show", { name })}
          onClick={() => selection.getState().requestFlyTo(position)}
        >
          {kind === "team" ? <IconUsers size={18} aria-hidden="true" /> : <IconFlag size={18} aria-hidden="true" />}
          <span>
            <strong>{name}</strong>
            <span className="small">
              {[t("landmark.good", { value: `${good.value} ${good.unit}` }), age].filter(Boolean).join(" · ")}
            </span>
          </span>
        </button>
        <NowOnly>
          {kind === "team" && (
            <button
              type="button"
              className="button quiet square"
              aria-label={t("landmark.hereLabel", { name })}
              title={t("landmark.here")}
              disabled={pending}
              onClick={hereNow}
            >
              <IconMapPinCheck size={20} aria-hidden="true" />
            </button>
          )}
          <button
            type="button"
            className="button quiet square"
            aria-label={t("landmark.edit", { name })}
            title={t("landmark.edit", { name })}
            aria-expanded={editing}
            onClick={() => setEditing((before) => !before)}
          >
            <IconPencil size={20} aria-hidden="true" />
          </button>
          <button
            type="button"
            className="button quiet square"
            aria-label={t("landmark.delete", { name })}
            title={t("landmark.delete", { name })}
            disabled={pending}
            onClick={() => void remove()}
          >
            <IconTrash size={20} aria-hidden="true" />
          </button>
        </NowOnly>
      </div>
      {editing && <LandmarkForm landmark={landmark} onClose={() => setEditing(false)} />}
      <FaultNote state={state} />
    </li>
  );
};

/** The last deletion, to be taken back until the next one. */
const Deleted = ({ landmark, onBack }: { readonly landmark: Landmark; readonly onBack: () => void }) => {
  const t = useTranslate();
  const { state, run } = useRequest();
  const undo = async () => {
    if ((await run({ kind: "landmark.put", landmark })).ok) onBack();
  };
  return (
    <div className="aids-undo" role="status">
      <span>{t("landmark.deleted", { name: landmark.name })}</span>
      <button type="button" className="button" disabled={state.state === "pending"} onClick={() => void undo()}>
        {t("landmark.undo")}
      </button>
      <FaultNote state={state} />
    </div>
  );
};

/** Surveyed marks and teams: what tells how wrong cameras point. */
export const LandmarksBlock = () => {
  const t = useTranslate();
  const { landmarks } = useStores();
  const byId = useStore(landmarks, (state) => state.byId);
  const [adding, setAdding] = useState(false);
  const [deleted, setDeleted] = useState<Landmark | undefined>();
  const all = Object.values(byId).sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  return (
    <section className="block" aria-label={t("landmark.title")}>
      <div className="block-head">
        <h3>{t("landmark.title")}</h3>
      </div>
      <p className="small">{t("landmark.why")}</p>
      {all.length === 0 && !adding && <p>{t("landmark.none")}</p>}
      <ul className="aids-list">
        {all.map((landmark) => (
          <Row key={landmark.id} landmark={landmark} onDeleted={() => setDeleted(landmark)} />
        ))}
      </ul>
      {deleted !== undefined && byId[deleted.id] === undefined && (
        <Deleted landmark={deleted} onBack={() => setDeleted(undefined)} />
      )}
      <NowOnly>
        {adding ? (
          <LandmarkForm onClose={() => setAdding(false)} />
        ) : (
          <button type="button" className="button" onClick={() => setAdding(true)}>
            <IconPlus size={18} aria-hidden="true" />
            {t("landmark.add")}
          </button>
        )}
      </NowOnly>
    </section>
  );
};
