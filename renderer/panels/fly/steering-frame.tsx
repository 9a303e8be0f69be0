import { IconDeviceGamepad2 } from "@tabler/icons-react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { useSteering } from "./use-steering.ts";

/** Two sticks as they are held now. */
const Sticks = () => {
  const steering = useStore(useStores().fly, (state) => state.steering);
  if (steering === undefined) return undefined;
  const stick = (x: number, y: number) => (
    <svg width="40" height="40" viewBox="-20 -20 40 40" aria-hidden="true">
      <circle r="18" className="stick-rim" />
      <circle cx={x * 13} cy={-y * 13} r="6" className="stick-knob" />
    </svg>
  );
  return (
    <span className="stick-pair">
      {stick(steering.turn, steering.up)}
      {stick(steering.right, steering.forward)}
    </span>
  );
};

/** While somebody steers by hand from here: a frame around everything, and whom. Nothing of it is pressed. */
export const SteeringFrame = () => {
  const t = useTranslate();
  const { fly, fleet, commander } = useStores();
  useSteering();
  const id = useStore(fly, (state) => state.steering?.vehicleId ?? state.readyToSteer);
  const on = useStore(fly, (state) => state.steering !== undefined);
  const needs = useStore(fly, (state) => state.steerNeeds);
  const name = useStore(fleet, ({ byId }) => (id === undefined ? undefined : byId[id]?.name));
  const accepted = useStore(fleet, ({ byId }) => id !== undefined && byId[id]?.manual?.id === commander.operatorId);
  const colourIndex = useStore(fleet, ({ byId }) => (id === undefined ? undefined : byId[id]?.colourIndex));
  if (id === undefined || name === undefined) return undefined;
  const text = on
    ? t(accepted ? "steer.steering" : "steer.asking", { name })
    : needs === undefined
      ? t("steer.ready", { name })
      : t(`steer.needs.${needs}`, { name });
  return (
    <div
      className={`steering-frame ${on ? "on" : ""}`}
      style={{ borderColor: on ? vehicleColour(colourIndex ?? 0) : undefined }}
    >
      <p role="status">
        <IconDeviceGamepad2 size={22} aria-hidden="true" />
        <strong>{text}</strong>
        <Sticks />
      </p>
    </div>
  );
};
