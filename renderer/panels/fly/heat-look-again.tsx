import { useRef } from "react";
import { useStore } from "zustand";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { useFormat } from "../format-context.tsx";
import { useVehicleView } from "../use-vehicle.ts";
import { type Looker, lookersFor, proposedLooker } from "./heat-lookers.ts";
import { HoldButton } from "./hold-button.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { isUnderWay, useCommand } from "./use-command.ts";
import { gateNow, gateText, useGate } from "./use-gate.ts";

/** The proposal is looked up this often: forty cards must not reckon with every position. */
const proposeEveryMs = 2_000;

const propose = (stores: Stores, source: HeatSource, beforeId: VehicleId | undefined): Looker | undefined =>
  proposedLooker(
    lookersFor(source, Object.values(stores.fleet.getState().byId), undefined, (id) => gateNow(stores, id).open),
    beforeId,
  );

/** Who would look, renewed every now and then; the same one while it is about as near as any other. */
const useProposed = (source: HeatSource): Looker | undefined => {
  const stores = useStores();
  const last = useRef<{ readonly atMs: number; readonly looker: Looker | undefined } | undefined>(undefined);
  // The names known so far: a vehicle that comes or goes counts at once.
  const count = useStore(stores.fleet, ({ order }) => order.length);
  const text = useStore(stores.ticker, ({ deviceMs }) => {
    const { current } = last;
    const isDue = current === undefined || deviceMs - current.atMs >= proposeEveryMs || deviceMs < current.atMs;
    if (isDue || (current.looker === undefined && count > 0))
      last.current = { atMs: deviceMs, looker: propose(stores, source, current?.looker?.id) };
    const looker = last.current?.looker;
    return looker === undefined
      ? ""
      : `${looker.id} ${Math.round(looker.distanceM / 10)} ${Math.round(looker.etaS / 5)}`;
  });
  return text === "" ? undefined : last.current?.looker;
};

const Look = ({ source, looker }: { readonly source: HeatSource; readonly looker: Looker }) => {
  const t = useTranslate();
  const format = useFormat();
  const gate = useGate(looker.id);
  const { command, run } = useCommand(looker.id);
  const vehicle = useVehicleView(looker.id, ({ name, colourIndex }) => ({ name, colourIndex }));
  const name = vehicle?.name ?? looker.id;
  const time = format.age(Math.max(5_000, Math.round(looker.etaS / 5) * 5_000));
  const away = format.length(looker.distanceM);
  const distance = `${away.value} ${away.unit}`;
  const asked = isUnderWay(command);
  return (
    <>
      <HoldButton
        className="look-again"
        label={
          <>
            <span className="look-what">{t("heat.lookAgain")}</span>
            <span className="look-who">
              <span
                className="colour-dot look-dot"
                style={{ background: vehicleColour(vehicle?.colourIndex ?? 0) }}
                aria-hidden="true"
              />
              {asked ? t("heat.lookGoes", { name }) : t("heat.lookBy", { name, time })}
            </span>
          </>
        }
        spoken={t("heat.lookAgainSpoken", { name, distance, time, number: source.number })}
        disabled={!gate.open || asked}
        reason={gateText(t, gate)}
        onDone={() => void run({ kind: "look-at-heat", heatId: source.id })}
      />
      <div className="look-outcome">
        <OutcomeNote command={command} />
      </div>
    </>
  );
};

/** Sends whoever is there first to look again: named, with the time it takes, and only by holding. */
export const HeatLookAgain = ({ source }: { readonly source: HeatSource }) => {
  const t = useTranslate();
  const looker = useProposed(source);
  // One of our own needs no second look.
  if (!source.location.located || source.identity !== undefined) return undefined;
  if (looker === undefined)
    return (
      <span className="look-again nobody" title={t("heat.nobodyLooks")}>
        <span className="look-what">{t("heat.lookAgain")}</span>
        <span className="look-who">{t("heat.lookNobody")}</span>
      </span>
    );
  // Another vehicle, another button: nobody inherits a press or an outcome.
  return <Look key={looker.id} source={source} looker={looker} />;
};
