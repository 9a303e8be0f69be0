import { IconCurrentLocation, IconEye, IconUserPlus } from "@tabler/icons-react";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { gateText, useGate } from "../fly/use-gate.ts";
import type { Marking, PointerMode } from "./marking.ts";

const icons = { look: IconEye, mark: IconCurrentLocation, person: IconUserPlus } as const;

/** What a press on the picture does; pressed again, nothing. */
export const PointerTools = ({ id, marking }: { readonly id: VehicleId; readonly marking: Marking }) => {
  const t = useTranslate();
  const gate = useGate(id);
  return (
    <fieldset className="pointer-tools" aria-label={t("feed.tools")}>
      {(["look", "mark", "person"] as const).map((mode: Exclude<PointerMode, "watch">) => {
        const Icon = icons[mode];
        const off = mode === "look" && !gate.open;
        return (
          <button
            key={mode}
            type="button"
            className={`button tool-${mode}`}
            aria-pressed={marking.mode === mode}
            disabled={off}
            title={off ? gateText(t, gate) : t(`feed.modeTip.${mode}`)}
            onClick={() => marking.setMode(marking.mode === mode ? "watch" : mode)}
          >
            <Icon size={20} aria-hidden="true" />
            <span>{t(`feed.mode.${mode}`)}</span>
          </button>
        );
      })}
    </fieldset>
  );
};
