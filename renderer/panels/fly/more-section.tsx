import { IconRefresh } from "@tabler/icons-react";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { useVehicleView } from "../use-vehicle.ts";
import { HoldButton } from "./hold-button.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { Section } from "./section.tsx";
import { useCommand } from "./use-command.ts";
import { gateText, useGate } from "./use-gate.ts";

/** What is rarely wanted: starting the autopilot anew, on the ground only. */
export const MoreSection = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const gate = useGate(id);
  const { command, run } = useCommand(id);
  const view = useVehicleView(id, ({ name, armed }) => ({ name, armed }));
  if (view === undefined) return undefined;
  const reason = gateText(t, gate) ?? (view.armed ? t("fly.rebootArmed") : undefined);
  return (
    <Section title={t("fly.more")}>
      <HoldButton
        label={t("fly.reboot")}
        spoken={t("action.spoken", { what: t("fly.reboot"), name: view.name })}
        icon={<IconRefresh size={20} aria-hidden="true" />}
        disabled={!gate.open || view.armed}
        reason={reason}
        onDone={() => void run({ kind: "reboot" })}
      />
      {view.armed && <p className="small">{t("fly.rebootArmed")}</p>}
      <OutcomeNote command={command} />
    </Section>
  );
};
