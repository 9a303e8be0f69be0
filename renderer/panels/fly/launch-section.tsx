import { IconLock, IconLockOpen, IconPlaneDeparture } from "@tabler/icons-react";
import { useState } from "react";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useVehicleView } from "../use-vehicle.ts";
import { HoldButton } from "./hold-button.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { PrearmList } from "./prearm-list.tsx";
import { QuantityField } from "./quantity-field.tsx";
import { Section } from "./section.tsx";
import { useCommand } from "./use-command.ts";
import { gateText, useGate } from "./use-gate.ts";

const usualHeightM = 30;

/** Before it goes: what is checked, arming, and for what flies, take-off to a height above home. */
export const LaunchSection = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const gate = useGate(id);
  const { command, run } = useCommand(id);
  const [heightM, setHeightM] = useState<number | undefined>(usualHeightM);
  const { fleet } = useStores();
  // In the air it lies folded; what folds or unfolds it later is a person.
  const [open] = useState(() => {
    const vehicle = fleet.getState().byId[id];
    return vehicle?.armed !== true || vehicle.systemStatus !== "active";
  });
  const view = useVehicleView(id, ({ name, armed, kind, position, aglM }) => ({
    name,
    armed,
    // Up to there the checks stay in their place: what is below them must not move while somebody arms and takes off.
    isUp: armed && (aglM ?? position?.altHomeM ?? 0) > 2,
    flies: kind !== "ground-robot" && kind !== "boat",
  }));
  if (view === undefined) return undefined;
  const { name, armed, flies } = view;
  const off = { disabled: !gate.open, reason: gateText(t, gate) };
  return (
    <Section
      title={t(flies ? "fly.launch" : "fly.launchGround")}
      note={t(armed ? "vehicle.armed" : "vehicle.disarmed")}
      open={open}
    >
      {!view.isUp && (flies || !armed) && <PrearmList id={id} />}
      <div className="deck-row">
        {armed ? (
          <HoldButton
            // Two buttons, not one that changes: a press that began on one must never end as the other.
            key="disarm"
            label={t("action.disarm")}
            spoken={t("action.spoken", { what: t("action.disarm"), name })}
            icon={<IconLock size={20} aria-hidden="true" />}
            {...off}
            onDone={() => void run({ kind: "disarm" })}
          />
        ) : (
          <HoldButton
            key="arm"
            label={t("action.arm")}
            spoken={t("action.spoken", { what: t("action.arm"), name })}
            icon={<IconLockOpen size={20} aria-hidden="true" />}
            {...off}
            onDone={() => void run({ kind: "arm" })}
          />
        )}
      </div>
      {flies && (
        <>
          <QuantityField
            label={t("fly.takeOffHeight")}
            kind="height"
            value={heightM}
            least={1}
            most={500}
            suffix={t("heightFrom.short.home")}
            onChange={setHeightM}
          />
          {heightM !== undefined && heightM > 120 && <p className="caution">{t("fly.above120")}</p>}
          <div className="deck-row">
            <HoldButton
              label={t("action.takeOff")}
              spoken={t("action.spoken", { what: t("action.takeOff"), name })}
              icon={<IconPlaneDeparture size={20} aria-hidden="true" />}
              disabled={off.disabled || heightM === undefined}
              reason={off.reason}
              onDone={() => {
                if (heightM !== undefined) void run({ kind: "take-off", heightM });
              }}
            />
          </div>
        </>
      )}
      <OutcomeNote command={command} />
    </Section>
  );
};
