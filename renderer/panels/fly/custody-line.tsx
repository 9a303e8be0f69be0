import { IconLock, IconLockOpen } from "@tabler/icons-react";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useRequest } from "../use-request.ts";
import { useVehicle } from "../use-vehicle.ts";
import { useGate } from "./use-gate.ts";

/** Who holds the vehicle, and the way to get it or to let go of it. */
export const CustodyLine = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const { commander } = useStores();
  const custody = useVehicle(id, (vehicle) => vehicle.custody);
  const name = useVehicle(id, (vehicle) => vehicle.name) ?? "";
  const gate = useGate(id);
  const { state, run } = useRequest();
  const pending = state.state === "pending";
  const ask = (kind: "custody.ask" | "custody.take" | "custody.give") =>
    void run({ kind, vehicleId: id, operator: commander.operator() });
  if (!gate.open && (gate.reason === "replay" || gate.reason === "station-away")) return undefined;
  if (custody === undefined)
    return (
      <div className="custody-line">
        <IconLockOpen size={18} aria-hidden="true" />
        <span className="custody-words">{t("custody.free")}</span>
        <button type="button" className="button" disabled={pending} onClick={() => ask("custody.take")}>
          {t("custody.takeFree")}
          <span className="visually-hidden">{name}</span>
        </button>
        <FaultNote state={state} />
      </div>
    );
  const mine = custody.holder.id === commander.operatorId;
  const asked = custody.askedBy.some((asking) => asking.id === commander.operatorId);
  return (
    <div className={`custody-line ${mine ? "mine" : "others"}`}>
      <IconLock size={18} aria-hidden="true" />
      <span className="custody-words">
        {mine ? t("custody.mine") : t("custody.heldBy", { name: custody.holder.name })}
        {!mine && !custody.holderPresent && <span className="small">{t("custody.away")}</span>}
        {!mine && asked && custody.holderPresent && <span className="small">{t("custody.asked")}</span>}
      </span>
      {mine ? (
        <button
          type="button"
          className="button quiet"
          disabled={pending}
          title={t("custody.letGoLabel", { name })}
          aria-label={t("custody.letGoLabel", { name })}
          onClick={() => ask("custody.give")}
        >
          {t("custody.letGo")}
        </button>
      ) : custody.holderPresent ? (
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
