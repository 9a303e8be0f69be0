import { IconLock } from "@tabler/icons-react";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useRequest } from "../use-request.ts";
import { useVehicle } from "../use-vehicle.ts";

/** Where somebody else holds the vehicle: who, and the way to get it. */
export const CustodyLine = (props: {
  readonly id: VehicleId;
  /** Who holds it stands above already. */
  readonly brief?: boolean;
}) => {
  const { id, brief = false } = props;
  const t = useTranslate();
  const { commander } = useStores();
  const custody = useVehicle(id, (vehicle) => vehicle.custody);
  const { state, run } = useRequest();
  const pending = state.state === "pending";
  const ask = (kind: "custody.ask" | "custody.take") =>
    void run({ kind, vehicleId: id, operator: commander.operator() });
  if (custody === undefined || custody.holder.id === commander.operatorId) return undefined;
  const asked = custody.askedBy.some((asking) => asking.id === commander.operatorId);
  return (
    <div className="custody-line">
      {!brief && <IconLock size={18} aria-hidden="true" />}
      <span className="custody-words">
        {!brief && t("custody.heldBy", { name: custody.holder.name })}
        {!custody.holderPresent && <span className="small">{t("custody.away")}</span>}
        {asked && custody.holderPresent && <span className="small">{t("custody.asked")}</span>}
      </span>
      {custody.holderPresent ? (
        <button type="button" className="button primary" disabled={pending || asked} onClick={() => ask("custody.ask")}>
          {t("custody.ask")}
        </button>
      ) : (
        <button type="button" className="button primary" disabled={pending} onClick={() => ask("custody.take")}>
          {t("custody.take")}
        </button>
      )}
      <FaultNote state={state} />
    </div>
  );
};
