import { IconFileImport, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { isTerrainFile } from "../../stores/terrain-load-store.ts";
import { ImportNotes, useImport } from "./import-plan.tsx";

const holdsFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") === true;

/** A file dropped anywhere on the screen becomes a plan of the selected vehicle, which is named before it is let go. */
export const PlanDrop = () => {
  const t = useTranslate();
  const { selection, fleet, settings } = useStores();
  const selectedId = useStore(selection, (state) => state.selectedVehicleId);
  const name = useStore(fleet, ({ byId }) => (selectedId === undefined ? undefined : byId[selectedId]?.name));
  const [over, setOver] = useState(false);
  const [closed, setClosed] = useState(true);
  const { read, state } = useImport(selectedId ?? "");
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      // Else the browser would leave the page for the file.
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      // Heights of the ground are no plan: they are taken elsewhere.
      if (file === undefined || selectedId === undefined || isTerrainFile(file)) return;
      settings.getState().setFolded("plan", false);
      setClosed(false);
      void read(file);
    };
    window.addEventListener("dragover", onOver);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("drop", onDrop);
    };
  }, [selectedId, read, settings]);
  if (over)
    return (
      <div className="plan-drop" role="status">
        <IconFileImport size={28} aria-hidden="true" />
        <strong>{name === undefined ? t("import.dropNobody") : t("import.drop", { name })}</strong>
        <span>{t("terrain.drop")}</span>
      </div>
    );
  if (closed || state.state === "idle") return undefined;
  return (
    <div className="plan-dropped">
      <ImportNotes state={state} />
      <button
        type="button"
        className="button quiet square"
        aria-label={t("common.close")}
        title={t("common.close")}
        onClick={() => setClosed(true)}
      >
        <IconX size={20} aria-hidden="true" />
      </button>
    </div>
  );
};
