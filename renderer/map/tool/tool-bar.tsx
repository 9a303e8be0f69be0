import { IconArrowBackUp, IconCheck, IconX } from "@tabler/icons-react";
import { type CSSProperties, useMemo } from "react";
import { useStore } from "zustand";
import { leastPoints } from "../../stores/map-tool-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { toolPrompt } from "./tool-prompt.ts";

/** At the map's top edge while something is asked for on it: for whom, what to do next, done, back, cancel. */
export const ToolBar = () => {
  const t = useTranslate();
  const { mapTool } = useStores();
  const pick = useStore(mapTool, (state) => state.current);
  const points = useStore(mapTool, (state) => state.points.length);
  const steps = useStore(mapTool, (state) => (state.current?.kind === "ring" ? state.before : state.points).length);
  const style = useMemo<CSSProperties>(
    () => ({ borderLeftColor: pick === undefined ? "transparent" : vehicleColour(pick.colourIndex) }),
    [pick],
  );
  if (pick === undefined) return undefined;
  const { takeBack, finish, cancel } = mapTool.getState();
  const canEnd = pick.kind === "path" || pick.kind === "area" || pick.kind === "ring";
  return (
    <section className="tool-bar" style={style} aria-label={pick.label}>
      <div className="tool-words" role="status">
        <strong>{pick.label}</strong>
        <span>{toolPrompt(t, pick, points)}</span>
        <span className="tool-keys">
          {t(pick.kind === "ring" ? "tool.keysRing" : canEnd ? "tool.keysPath" : "tool.keys")}
        </span>
      </div>
      {pick.kind !== "place" && (
        <button
          type="button"
          className="button square"
          disabled={steps === 0}
          aria-label={t("tool.takeBack")}
          title={`${t("tool.takeBack")} (⌫)`}
          onClick={takeBack}
        >
          <IconArrowBackUp size={20} aria-hidden="true" />
        </button>
      )}
      {canEnd && (
        <button type="button" className="button primary" disabled={points < leastPoints(pick)} onClick={finish}>
          <IconCheck size={20} aria-hidden="true" />
          {t("tool.done")}
        </button>
      )}
      <button type="button" className="button" onClick={cancel} title={t("keys.name.escape")}>
        <IconX size={20} aria-hidden="true" />
        {t("tool.cancel")}
      </button>
    </section>
  );
};
