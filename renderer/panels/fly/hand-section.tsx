import { IconDeviceGamepad2 } from "@tabler/icons-react";
import { useStore } from "zustand";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useVehicleView } from "../use-vehicle.ts";
import { Section } from "./section.tsx";
import { gateText, useGate } from "./use-gate.ts";

const sticks = ["leftY", "leftX", "rightY", "rightX"] as const;

/** Steering by hand: which gamepad, what its sticks do, and the switch that makes it ready for this one vehicle. */
export const HandSection = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const { fly } = useStores();
  const gate = useGate(id);
  const gamepad = useStore(fly, (state) => state.gamepad);
  const ready = useStore(fly, (state) => state.readyToSteer === id);
  const view = useVehicleView(id, ({ name, kind, manual }) => ({
    name,
    onGround: kind === "ground-robot" || kind === "boat",
    manual: manual?.name,
  }));
  if (view === undefined) return undefined;
  const usable = gate.open && gamepad?.usable === true;
  return (
    <Section title={t("steer.title")} note={view.manual}>
      <p className="small">
        {gamepad === undefined
          ? t("steer.noGamepad")
          : gamepad.usable
            ? gamepad.name
            : t("steer.unknownGamepad", { name: gamepad.name })}
      </p>
      <button
        type="button"
        className={`button ${ready ? "primary" : ""}`}
        aria-pressed={ready}
        disabled={!usable && !ready}
        title={gateText(t, gate)}
        onClick={() => fly.getState().setReadyToSteer(ready ? undefined : id)}
      >
        <IconDeviceGamepad2 size={20} aria-hidden="true" />
        {t(ready ? "steer.endReady" : "steer.makeReady", { name: view.name })}
      </button>
      <p className="small">{t("steer.deadMan")}</p>
      <dl className="facts sticks">
        {sticks
          .filter((stick) => !(view.onGround && stick === "leftY"))
          .map((stick) => (
            <div key={stick}>
              <dt>{t(`steer.stick.${stick}`)}</dt>
              <dd>{t(view.onGround ? `steer.doesGround.${stick}` : `steer.does.${stick}`)}</dd>
            </div>
          ))}
      </dl>
    </Section>
  );
};
