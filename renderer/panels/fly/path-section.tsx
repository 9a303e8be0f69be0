import { IconRepeat, IconRoute, IconRun } from "@tabler/icons-react";
import { useState } from "react";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { useVehicle } from "../use-vehicle.ts";
import { HoldButton } from "./hold-button.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { QuantityField } from "./quantity-field.tsx";
import { Section } from "./section.tsx";
import { TargetNote } from "./target-note.tsx";
import { useCommand } from "./use-command.ts";
import { gateText, useGate } from "./use-gate.ts";
import { useTarget } from "./use-target.ts";

/** Along a drawn path once, or round it as a loop: so many times, or until stopped. */
export const PathSection = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const gate = useGate(id);
  const { command, run } = useCommand(id);
  const name = useVehicle(id, (vehicle) => vehicle.name) ?? "";
  const [loop, setLoop] = useState(false);
  const [endless, setEndless] = useState(false);
  const [loops, setLoops] = useState<number | undefined>(3);
  const { target, pick, drop, send, canPick } = useTarget(id, t(loop ? "fly.loopLabel" : "fly.pathLabel", { name }), {
    kind: "path",
    closed: loop,
  });
  const reason = gateText(t, gate);
  const path = target === undefined ? undefined : [...target.path];
  const enough = path !== undefined && path.length >= (loop ? 2 : 1);
  const ready = enough && (!loop || endless || loops !== undefined);
  const go = () => {
    if (path === undefined) return;
    const times = endless || loops === undefined ? {} : { loops: Math.round(loops) };
    void send(run(loop ? { kind: "patrol", path, ...times } : { kind: "follow-path", path }));
  };
  const label = t(loop ? "fly.patrol" : "fly.follow");
  return (
    <Section title={t("fly.pathTitle")}>
      <fieldset className="segments" aria-label={t("fly.pathKind")}>
        <button type="button" aria-pressed={!loop} onClick={() => setLoop(false)}>
          {t("fly.once")}
        </button>
        <button type="button" aria-pressed={loop} onClick={() => setLoop(true)}>
          {t("fly.loop")}
        </button>
      </fieldset>
      {loop && (
        <fieldset className="segments" aria-label={t("fly.loops")}>
          <button type="button" aria-pressed={!endless} onClick={() => setEndless(false)}>
            {t("fly.counted")}
          </button>
          <button type="button" aria-pressed={endless} onClick={() => setEndless(true)}>
            {t("fly.untilStopped")}
          </button>
        </fieldset>
      )}
      {loop && !endless && (
        <QuantityField
          label={t("fly.loops")}
          kind="count"
          value={loops}
          least={1}
          most={1000}
          suffix={t("fly.loopsUnit")}
          onChange={setLoops}
        />
      )}
      {target === undefined ? (
        <p className="small">{t(canPick ? "fly.pathFirst" : "fly.noMap")}</p>
      ) : (
        <TargetNote id={id} target={target} closed={loop} onDrop={drop} />
      )}
      <div className="deck-row two">
        <button type="button" className="button" disabled={!gate.open || !canPick} title={reason} onClick={pick}>
          <IconRoute size={20} aria-hidden="true" />
          {t(target === undefined ? "fly.drawPath" : "fly.otherPath")}
        </button>
        <HoldButton
          label={label}
          spoken={t("action.spoken", { what: label, name })}
          icon={loop ? <IconRepeat size={20} aria-hidden="true" /> : <IconRun size={20} aria-hidden="true" />}
          disabled={!gate.open || !ready}
          reason={reason ?? (enough ? undefined : t("fly.pathFirst"))}
          onDone={go}
        />
      </div>
      <OutcomeNote command={command} />
    </Section>
  );
};
