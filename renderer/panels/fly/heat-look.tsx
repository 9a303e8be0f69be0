import { IconEye, IconTarget } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { lookersFor } from "./heat-lookers.ts";
import { HoldButton } from "./hold-button.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { useCommand } from "./use-command.ts";
import { gateNow } from "./use-gate.ts";
import { VehicleTag } from "./vehicle-tag.tsx";

const Orders = ({ id, source }: { readonly id: VehicleId; readonly source: HeatSource }) => {
  const t = useTranslate();
  const { fleet } = useStores();
  const { command, run } = useCommand(id);
  const name = useStore(fleet, ({ byId }) => byId[id]?.name) ?? id;
  const { number } = source;
  return (
    <>
      <div className="deck-row two">
        <HoldButton
          label={t("heat.look", { name })}
          spoken={t("heat.lookSpoken", { name, number })}
          icon={<IconEye size={18} aria-hidden="true" />}
          onDone={() => void run({ kind: "look-at-heat", heatId: source.id })}
        />
        <button
          type="button"
          className="button"
          aria-label={t("heat.followSpoken", { name, number })}
          onClick={() => void run({ kind: "camera-follow-heat", heatId: source.id })}
        >
          <IconTarget size={18} aria-hidden="true" />
          {t("heat.follow")}
        </button>
      </div>
      <OutcomeNote command={command} />
    </>
  );
};

/** Sends somebody to look at a source: the selected vehicle, else who can be there first, or whom one chooses. */
export const HeatLook = ({ source }: { readonly source: HeatSource }) => {
  const t = useTranslate();
  const format = useFormat();
  const stores = useStores();
  const { fleet, selection } = stores;
  const selectedId = useStore(selection, (state) => state.selectedVehicleId);
  const [chosen, setChosen] = useState<VehicleId | undefined>();
  // Distances to ten metres, so that the list renders when somebody came nearer, not with every position.
  const shown = useStore(fleet, ({ byId }) =>
    lookersFor(source, Object.values(byId), selectedId, (id) => gateNow(stores, id).open)
      .map(({ id, distanceM }) => `${id} ${Math.round(distanceM / 10) * 10}`)
      .join("|"),
  );
  if (!source.location.located) return undefined;
  const lookers = shown
    .split("|")
    .filter((part) => part !== "")
    .map((part) => part.split(" "))
    .map(([id = "", distance]) => ({ id, distanceM: Number(distance) }));
  const id = lookers.find((looker) => looker.id === chosen)?.id ?? lookers[0]?.id;
  if (id === undefined) return <p className="small heat-look">{t("heat.nobodyLooks")}</p>;
  return (
    <div className="heat-look">
      <div className="deck-head">
        <VehicleTag id={id} />
        <select
          className="text-field"
          aria-label={t("heat.whoLooks")}
          value={id}
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          {lookers.map((looker) => {
            const { value, unit } = format.length(looker.distanceM);
            return (
              <option key={looker.id} value={looker.id}>
                {`${fleet.getState().byId[looker.id]?.name ?? looker.id} · ${value} ${unit}`}
              </option>
            );
          })}
        </select>
      </div>
      {/* Another vehicle, another button: nobody inherits a press or an outcome. */}
      <Orders key={id} id={id} source={source} />
    </div>
  );
};
