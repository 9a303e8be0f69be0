import { useCallback, useState } from "react";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { PlanFormat, PlanNote } from "../../../shared/wire/plans.ts";
import { exportPlanFile } from "../../bridge/export-plan-file.ts";
import { importPlanFile } from "../../bridge/import-plan-file.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { StationWords } from "../fault-note.tsx";
import { planNoteText } from "../operation-text.ts";

export type ImportState =
  | { readonly state: "idle" }
  | { readonly state: "sending"; readonly file: string }
  | { readonly state: "done" | "saved"; readonly file: string; readonly notes: readonly PlanNote[] }
  | { readonly state: "failed"; readonly file: string; readonly code: string; readonly detail: string };

const accepted = ".plan,.waypoints,.txt,.kml,.kmz,.gpx,.geojson,.json,.mission";

/** Reads a file of plans for a vehicle, by the system's own dialog or handed in. */
export const useImport = (id: VehicleId) => {
  const { planEdit, commander } = useStores();
  const [state, setState] = useState<ImportState>({ state: "idle" });
  const read = useCallback(
    async (file: File) => {
      setState({ state: "sending", file: file.name });
      const outcome = await importPlanFile((input, init) => window.fetch(input, init), {
        file,
        vehicleId: id,
        by: commander.operator().name,
      });
      if (!outcome.ok) {
        setState({ state: "failed", file: file.name, ...outcome.fault });
        return;
      }
      setState({ state: "done", file: file.name, notes: outcome.notes });
      planEdit.getState().open(id, outcome.planId);
    },
    [planEdit, commander, id],
  );
  const choose = useCallback(() => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = accepted;
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (file !== undefined) void read(file);
    });
    input.click();
  }, [read]);
  return { state, read, choose };
};

/** Saves a plan as a file on this computer; what the format can't hold is said. */
export const useExport = (planId: string) => {
  const [state, setState] = useState<ImportState>({ state: "idle" });
  const save = useCallback(
    async (format: PlanFormat) => {
      const outcome = await exportPlanFile((input, init) => window.fetch(input, init), { planId, format });
      if (!outcome.ok) {
        setState({ state: "failed", file: format, ...outcome.fault });
        return;
      }
      const address = URL.createObjectURL(outcome.bytes);
      const link = document.createElement("a");
      link.href = address;
      link.download = outcome.name;
      link.click();
      URL.revokeObjectURL(address);
      setState({ state: "saved", file: outcome.name, notes: outcome.notes });
    },
    [planId],
  );
  return { state, save };
};

const doneKeys = {
  done: { whole: "import.whole", notes: "import.notes" },
  saved: { whole: "export.whole", notes: "export.notes" },
} as const;

/** What came of a file: what was left out of it, or why it can't be read. */
export const ImportNotes = ({ state }: { readonly state: ImportState }) => {
  const t = useTranslate();
  if (state.state === "idle") return undefined;
  if (state.state === "sending") return <p className="outcome">{t("import.reading", { file: state.file })}</p>;
  if (state.state === "failed")
    return (
      <p className="fault" role="alert">
        {state.file}: {t.loose(`fault.${state.code}` as "fault.bad-file", {})}
        <StationWords text={state.detail} />
      </p>
    );
  return (
    <div className="import-notes" role="status">
      <p>{t(doneKeys[state.state][state.notes.length === 0 ? "whole" : "notes"], { file: state.file })}</p>
      {state.notes.length > 0 && (
        <ul>
          {state.notes.map((note, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: notes have no names and never change
            <li key={i}>{planNoteText(t, note)}</li>
          ))}
        </ul>
      )}
    </div>
  );
};
