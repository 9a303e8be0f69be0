import { useState } from "react";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import { useTranslate } from "../stores/stores-context.tsx";
import { FaultNote } from "./fault-note.tsx";
import { useRequest } from "./use-request.ts";

/** Gives a vehicle another callsign, in place. The name on screen changes when the station says so. */
export const RenameForm = (props: { readonly id: VehicleId; readonly name: string; readonly onDone: () => void }) => {
  const t = useTranslate();
  const { state, run } = useRequest();
  const [text, setText] = useState(props.name);
  const trimmed = text.trim();
  const save = async () => {
    const outcome = await run({ kind: "vehicle.rename", vehicleId: props.id, name: trimmed });
    if (outcome.ok) props.onDone();
  };
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (trimmed !== "") void save();
      }}
    >
      <input
        className="text-field"
        aria-label={t("vehicle.renameLabel")}
        maxLength={40}
        value={text}
        // biome-ignore lint/a11y/noAutofocus: it opens because its button was pressed
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") props.onDone();
        }}
      />
      <button type="submit" className="button" disabled={trimmed === "" || state.state === "pending"}>
        {t("common.save")}
      </button>
      <FaultNote state={state} />
    </form>
  );
};
