import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useRequest } from "../use-request.ts";
import { useVehicle } from "../use-vehicle.ts";
import { VehicleTag } from "./vehicle-tag.tsx";

const Prompt = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const { commander } = useStores();
  const asker = useVehicle(id, (vehicle) => vehicle.custody?.askedBy[0]);
  const more = useVehicle(id, (vehicle) => (vehicle.custody?.askedBy.length ?? 1) - 1) ?? 0;
  const vehicle = useVehicle(id, ({ name }) => name) ?? "";
  const { state, run } = useRequest();
  if (asker === undefined) return undefined;
  const operator = commander.operator();
  const pending = state.state === "pending";
  return (
    <section className="deck-card custody-prompt" aria-label={t("custody.prompt", { name: asker.name, vehicle })}>
      <div className="deck-head">
        <VehicleTag id={id} />
        <span className="deck-words" role="alert">
          <strong>{t("custody.prompt", { name: asker.name, vehicle })}</strong>
          {more > 0 && <span className="small">{t("custody.moreAsk", { count: more })}</span>}
        </span>
      </div>
      <div className="deck-row two">
        <button
          type="button"
          className="button primary"
          disabled={pending}
          onClick={() => void run({ kind: "custody.give", vehicleId: id, operator, toOperatorId: asker.id })}
        >
          {t("custody.handOver")}
        </button>
        <button
          type="button"
          className="button"
          disabled={pending}
          onClick={() => void run({ kind: "custody.keep", vehicleId: id, operator })}
        >
          {t("custody.keep")}
        </button>
      </div>
      <FaultNote state={state} />
    </section>
  );
};

/** For whoever holds vehicles that others ask for: hand over or keep, where the other controls are. */
export const CustodyPrompts = () => {
  const { fleet, commander } = useStores();
  const ids = useStore(
    fleet,
    useShallow(({ order, byId }) =>
      order.filter((id) => {
        const custody = byId[id]?.custody;
        return custody?.holder.id === commander.operatorId && custody.askedBy.length > 0;
      }),
    ),
  );
  return ids.map((id) => <Prompt key={id} id={id} />);
};
