import { IconX } from "@tabler/icons-react";
import { useStore } from "zustand";
import type { ArchiveListStore, ImportView } from "../../stores/archive/archive-list-store.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { StationWords } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { StateMark } from "../state-mark.tsx";

const Import = ({ view, onForget }: { readonly view: ImportView; readonly onForget: () => void }) => {
  const t = useTranslate();
  const format = useFormat();
  const { name } = view;
  return (
    <li className="import-row" role={view.state === "refused" ? "alert" : undefined}>
      <strong>{name}</strong>
      {view.state === "waiting" && <span>{t("archive.import.waiting")}</span>}
      {view.state === "sending" && (
        <>
          <progress max={1} value={view.fraction} aria-label={name} />
          <span>
            {view.fraction >= 1
              ? t("archive.import.checking")
              : t("archive.import.sending", { percent: format.percent(view.fraction) })}
          </span>
        </>
      )}
      {view.state === "done" && (
        <span>
          <StateMark state="ok" /> {t("archive.import.done")}
        </span>
      )}
      {view.state === "refused" && (
        <span className="import-refused">
          <StateMark state="bad" /> {t.loose(`fault.${view.code as "bad-file"}`, {})}
          <StationWords text={view.detail} />
        </span>
      )}
      {(view.state === "done" || view.state === "refused") && (
        <button
          type="button"
          className="icon-button"
          aria-label={t("archive.import.forget", { name })}
          title={t("archive.import.forget", { name })}
          onClick={onForget}
        >
          <IconX size={18} />
        </button>
      )}
    </li>
  );
};

/** Files on their way into the archive, and what became of them. */
export const ImportsList = ({ list }: { readonly list: ArchiveListStore }) => {
  const t = useTranslate();
  const imports = useStore(list, (state) => state.imports);
  if (imports.length === 0) return undefined;
  return (
    <ul className="imports" aria-label={t("archive.import.label")}>
      {imports.map((view) => (
        <Import key={view.n} view={view} onForget={() => list.getState().forget(view.n)} />
      ))}
    </ul>
  );
};
