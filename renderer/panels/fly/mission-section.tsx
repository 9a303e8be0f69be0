import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconRestore,
} from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useVehicle, useVehicleView } from "../use-vehicle.ts";
import { HoldButton } from "./hold-button.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { QuantityField } from "./quantity-field.tsx";
import { Section } from "./section.tsx";
import { useCommand } from "./use-command.ts";
import { gateText, useGate } from "./use-gate.ts";

/** What is on board, as far as it is known: whose plan, or a mix that must not be flown. */
const Onboard = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const onboard = useVehicle(id, (vehicle) => vehicle.onboard);
  const plan = useStore(useStores().plans, ({ byId }) =>
    onboard?.planId === undefined ? undefined : byId[onboard.planId]?.plan.name,
  );
  if (onboard === undefined) return <p className="small">{t("mission.unknown")}</p>;
  if (onboard.mixed === true) return <p className="fault">{t("mission.mixed")}</p>;
  if (onboard.count === 0) return <p className="small">{t("mission.none")}</p>;
  return (
    <p className="small">
      {plan === undefined
        ? t("mission.onboard", { count: onboard.count })
        : t("mission.onboardPlan", { count: onboard.count, plan })}
    </p>
  );
};

/** Start, pause, go on, begin again, skip to an item; beside it the item that the vehicle is at. */
export const MissionSection = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const gate = useGate(id);
  const { command, run } = useCommand(id);
  const view = useVehicleView(id, ({ name, mission, onboard }) => ({
    name,
    current: mission?.currentSeq,
    total: mission?.total ?? onboard?.count,
    mixed: onboard?.mixed === true,
  }));
  const [skipTo, setSkipTo] = useState<number | undefined>();
  if (view === undefined) return undefined;
  const { name, current, total, mixed } = view;
  const next = skipTo ?? (current === undefined ? undefined : current + 1);
  const reason = gateText(t, gate) ?? (mixed ? t("mission.mixedShort") : undefined);
  const off = { disabled: !gate.open || mixed, reason };
  const spoken = (what: string) => t("action.spoken", { what, name });
  const note =
    current === undefined
      ? undefined
      : total === undefined
        ? t("vehicle.missionCurrent", { current })
        : t("vehicle.missionProgress", { current, total });
  return (
    <Section title={t("vehicle.mission")} note={note} open>
      <Onboard id={id} />
      <div className="deck-row two">
        <HoldButton
          label={t("mission.start")}
          spoken={spoken(t("mission.start"))}
          icon={<IconPlayerPlay size={20} aria-hidden="true" />}
          {...off}
          onDone={() => void run({ kind: "mission-start" })}
        />
        <button
          type="button"
          className="button"
          disabled={!gate.open}
          aria-label={spoken(t("mission.pause"))}
          title={gateText(t, gate)}
          onClick={() => void run({ kind: "mission-pause" })}
        >
          <IconPlayerPause size={20} aria-hidden="true" />
          {t("mission.pause")}
        </button>
        <HoldButton
          label={t("mission.resume")}
          spoken={spoken(t("mission.resume"))}
          icon={<IconPlayerTrackNext size={20} aria-hidden="true" />}
          {...off}
          onDone={() => void run({ kind: "mission-resume" })}
        />
        <HoldButton
          label={t("mission.restart")}
          spoken={spoken(t("mission.restart"))}
          icon={<IconRestore size={20} aria-hidden="true" />}
          {...off}
          onDone={() => void run({ kind: "mission-restart" })}
        />
      </div>
      <div className="change">
        <QuantityField
          label={t("mission.item")}
          kind="count"
          value={next === undefined ? undefined : Math.round(next)}
          least={0}
          most={Math.max(0, (total ?? 65_534) - 1)}
          onChange={setSkipTo}
        />
        <HoldButton
          // Another item, another button: the vehicle may go on while somebody presses.
          key={next}
          label={t("mission.skip")}
          spoken={spoken(t("mission.skip"))}
          icon={<IconPlayerSkipForward size={20} aria-hidden="true" />}
          disabled={off.disabled || next === undefined}
          reason={reason}
          onDone={() => {
            if (next !== undefined) void run({ kind: "mission-skip", seq: Math.round(next) });
          }}
        />
      </div>
      <OutcomeNote command={command} />
    </Section>
  );
};
