import { IconCircleDotted, IconRotate, IconRotateClockwise } from "@tabler/icons-react";
import { useState } from "react";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { useVehicle } from "../use-vehicle.ts";
import { HoldButton } from "./hold-button.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { Section } from "./section.tsx";
import { TargetNote } from "./target-note.tsx";
import { useCommand } from "./use-command.ts";
import { gateText, useGate } from "./use-gate.ts";
import { useTarget } from "./use-target.ts";

/** Round a place, at the height it has. */
export const OrbitSection = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const gate = useGate(id);
  const { command, run } = useCommand(id);
  const name = useVehicle(id, (vehicle) => vehicle.name) ?? "";
  const [clockwise, setClockwise] = useState(true);
  const { target, pick, drop, send, canPick } = useTarget(id, t("fly.orbitLabel", { name }), { kind: "circle" });
  const reason = gateText(t, gate);
  const centre = target?.path[0];
  const radiusM = target?.radiusM;
  const ready = centre !== undefined && radiusM !== undefined;
  return (
    <Section title={t("fly.orbit")}>
      <fieldset className="segments" aria-label={t("fly.direction")}>
        <button type="button" aria-pressed={clockwise} onClick={() => setClockwise(true)}>
          <IconRotateClockwise size={18} aria-hidden="true" />
          {t("fly.clockwise")}
        </button>
        <button type="button" aria-pressed={!clockwise} onClick={() => setClockwise(false)}>
          <IconRotate size={18} aria-hidden="true" />
          {t("fly.anticlockwise")}
        </button>
      </fieldset>
      {target === undefined ? (
        <p className="small">{t(canPick ? "fly.circleFirst" : "fly.noMap")}</p>
      ) : (
        <TargetNote id={id} target={target} onDrop={drop} />
      )}
      <div className="deck-row two">
        <button type="button" className="button" disabled={!gate.open || !canPick} title={reason} onClick={pick}>
          <IconCircleDotted size={20} aria-hidden="true" />
          {t(ready ? "fly.otherCircle" : "fly.drawCircle")}
        </button>
        <HoldButton
          label={t("fly.orbit")}
          spoken={t("action.spoken", { what: t("fly.orbit"), name })}
          disabled={!gate.open || !ready}
          reason={reason ?? (ready ? undefined : t("fly.circleFirst"))}
          onDone={() => {
            if (centre === undefined || radiusM === undefined) return;
            void send(run({ kind: "orbit", centre, radiusM, clockwise }));
          }}
        />
      </div>
      <OutcomeNote command={command} />
    </Section>
  );
};
