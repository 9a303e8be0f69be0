import { useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useVehicleView } from "../use-vehicle.ts";
import { HoldButton } from "./hold-button.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { Section } from "./section.tsx";
import { useCommand } from "./use-command.ts";
import { gateText, useGate } from "./use-gate.ts";

const none: readonly string[] = [];

/** Any mode that the firmware has, by the firmware's own name; the one shown as current is the vehicle's, not the choice. */
export const ModeSection = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const gate = useGate(id);
  const { command, run } = useCommand(id);
  const view = useVehicleView(id, ({ name, mode }) => ({ name, mode: mode?.name }));
  const modes = useStore(
    useStores().fleet,
    useShallow(({ byId }) => byId[id]?.modes ?? none),
  );
  const [chosen, setChosen] = useState("");
  if (view === undefined) return undefined;
  const mode = modes.includes(chosen) ? chosen : "";
  return (
    <Section title={t("fly.mode")} note={view.mode ?? t("vehicle.noMode")}>
      {modes.length === 0 ? (
        <p className="small">{t("fly.noModes")}</p>
      ) : (
        <div className="deck-row two">
          <select
            className="text-field"
            aria-label={t("fly.mode")}
            value={mode}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            <option value="">{t("fly.chooseMode")}</option>
            {modes.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
          <HoldButton
            label={t("fly.setMode")}
            spoken={t("action.spoken", { what: t("fly.setMode"), name: view.name })}
            disabled={!gate.open || mode === ""}
            reason={gateText(t, gate)}
            onDone={() => void run({ kind: "set-mode", mode })}
          />
        </div>
      )}
      <OutcomeNote command={command} />
    </Section>
  );
};
