import { IconBroadcast, IconFlask, IconHistory } from "@tabler/icons-react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { useFormat } from "./format-context.tsx";

/** Is this real? Live, simulation or replay, and of what. */
export const ModeChip = () => {
  const t = useTranslate();
  const format = useFormat();
  const { station } = useStores();
  const mode = useStore(station, (state) => state.view?.mode);
  const name = useStore(station, ({ view }) => (view?.mode === "replay" ? view.replay?.file : view?.scenarioName));
  const speed = useStore(station, (state) => state.view?.simulationSpeed);
  if (mode === undefined) return undefined;
  const Icon = mode === "live" ? IconBroadcast : mode === "simulation" ? IconFlask : IconHistory;
  const shown = mode === "replay" ? name?.split(/[\\/]/).at(-1) : name;
  return (
    <span className={`mode-chip mode-${mode}`} title={name}>
      <Icon size={18} aria-hidden="true" />
      <strong>{t(`top.mode.${mode}`)}</strong>
      {shown !== undefined && <span className="mode-name">{shown}</span>}
      {mode === "simulation" && speed !== undefined && speed !== 1 && (
        <span className="mode-speed">
          {t("top.simulationSpeed", { speed: format.number(speed, Number.isInteger(speed) ? 0 : 1) })}
        </span>
      )}
    </span>
  );
};
