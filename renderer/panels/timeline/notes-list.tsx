import { IconCheck, IconPencil, IconTrash, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { MissionNote } from "../../../shared/wire/archive.ts";
import type { ArchiveStore } from "../../stores/archive/archive-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";
import { instantText } from "./instant-label.ts";
import { goToNote, positionNow } from "./time-controls.ts";

const longestText = 4_000;

/** Not `randomUUID`: a browser has that only on pages over https or of its own computer. */
const newNoteId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const useNotes = (archive: ArchiveStore) => {
  const { commander } = useStores();
  const { state, run } = useRequest();
  const { missionId, refresh } = archive.getState();
  const after = async (outcome: ReturnType<typeof run>): Promise<boolean> => {
    const { ok } = await outcome;
    // The stream says it too; a station that is slow to must not leave a note unseen.
    if (ok) await refresh();
    return ok;
  };
  const operator = commander.operator();
  return {
    state,
    put: ({ id, positionMs, text, place }: Pick<MissionNote, "id" | "positionMs" | "text" | "place">) => {
      const note = { id, positionMs, text, ...(place === undefined ? {} : { place }) };
      return after(run({ kind: "archive.note", missionId, note, by: operator.name, operator }));
    },
    remove: (noteId: string) => after(run({ kind: "archive.note-remove", missionId, noteId, operator })),
  };
};

type Notes = ReturnType<typeof useNotes>;

const NoteInput = ({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) => {
  const t = useTranslate();
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it was opened to write in it
      autoFocus
      type="text"
      maxLength={longestText}
      value={text}
      aria-label={t("timeline.noteText")}
      placeholder={t("timeline.notePlaceholder")}
      onChange={({ target }) => onText(target.value)}
    />
  );
};

const NewNote = ({ notes }: { readonly notes: Notes }) => {
  const t = useTranslate();
  const stores = useStores();
  const [text, setText] = useState("");
  const put = async () => {
    const positionMs = positionNow(stores);
    if (positionMs === undefined) return;
    if (await notes.put({ id: newNoteId(), positionMs: Math.round(positionMs), text: text.trim() })) setText("");
  };
  return (
    <form
      className="note-new"
      onSubmit={(event) => {
        event.preventDefault();
        void put();
      }}
    >
      <NoteInput text={text} onText={setText} />
      <button type="submit" className="button primary" disabled={notes.state.state === "pending"}>
        {t(text.trim() === "" ? "timeline.bookmarkHere" : "timeline.noteHere")}
      </button>
    </form>
  );
};

const NoteEdit = (props: { readonly note: MissionNote; readonly notes: Notes; readonly onDone: () => void }) => {
  const t = useTranslate();
  const { note, notes, onDone } = props;
  const [text, setText] = useState(note.text);
  return (
    <form
      className="note-row"
      onSubmit={(event) => {
        event.preventDefault();
        void notes.put({ ...note, text: text.trim() }).then((ok) => ok && onDone());
      }}
    >
      <NoteInput text={text} onText={setText} />
      <button type="submit" className="icon-button" aria-label={t("timeline.noteSave")} title={t("timeline.noteSave")}>
        <IconCheck size={20} />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t("timeline.noteCancel")}
        title={t("timeline.noteCancel")}
        onClick={onDone}
      >
        <IconX size={20} />
      </button>
    </form>
  );
};

const NoteRow = (props: { readonly archive: ArchiveStore; readonly note: MissionNote; readonly notes: Notes }) => {
  const t = useTranslate();
  const format = useFormat();
  const stores = useStores();
  const { archive, note, notes } = props;
  const [isEditing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const timeline = useStore(archive, ({ details }) => details?.timeline);
  if (timeline === undefined) return undefined;
  if (isEditing) return <NoteEdit note={note} notes={notes} onDone={() => setEditing(false)} />;
  const at = instantText(timeline, format, note.positionMs);
  return (
    <div className="note-row">
      <button type="button" className="note-go" onClick={() => goToNote(stores, note)}>
        <span className="note-at">{at}</span>
        <span className="note-text">{note.text === "" ? t("timeline.bookmark") : note.text}</span>
        <span className="note-by small">{note.by}</span>
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t("timeline.noteEdit", { at })}
        title={t("timeline.noteEdit", { at })}
        onClick={() => setEditing(true)}
      >
        <IconPencil size={18} />
      </button>
      {removing ? (
        <button
          type="button"
          className="button danger"
          onBlur={() => setRemoving(false)}
          onClick={() => void notes.remove(note.id)}
        >
          {t("timeline.noteRemoveSure")}
        </button>
      ) : (
        <button
          type="button"
          className="icon-button"
          aria-label={t("timeline.noteRemove", { at })}
          title={t("timeline.noteRemove", { at })}
          onClick={() => setRemoving(true)}
        >
          <IconTrash size={18} />
        </button>
      )}
    </div>
  );
};

/** Bookmarks and notes of the mission: put at the instant that is shown, changed, taken away. They stay with it. */
export const NotesList = ({ archive }: { readonly archive: ArchiveStore }) => {
  const t = useTranslate();
  const { timeline } = useStores();
  const notes = useNotes(archive);
  const known = useStore(archive, ({ details }) => details?.notes);
  const inOrder = known?.toSorted((a, b) => a.positionMs - b.positionMs) ?? [];
  return (
    <section className="panel notes" aria-label={t("timeline.notesTitle")}>
      <header className="notes-head">
        <h2>{t("timeline.notesTitle")}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t("common.close")}
          title={t("common.close")}
          onClick={() => timeline.getState().set({ notes: "closed" })}
        >
          <IconX size={20} />
        </button>
      </header>
      <NewNote notes={notes} />
      <FaultNote state={notes.state} />
      <div className="notes-rows">
        {inOrder.length === 0 && <p className="empty">{t("timeline.noNotes")}</p>}
        {inOrder.map((note) => (
          <NoteRow key={note.id} archive={archive} note={note} notes={notes} />
        ))}
      </div>
    </section>
  );
};
