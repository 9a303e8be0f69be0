import { IconLock, IconLockOpen } from "@tabler/icons-react";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useRequest } from "../use-request.ts";
import { useVehicle } from "../use-vehicle.ts";
import { useGate } from "./use-gate.ts";

/** Who holds the vehicle, in words. */
export const CustodyWords = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const { commander } = useStores();
  const holder = useVehicle(id, (vehicle) => vehicle.custody?.holder);
  const words =
    holder === undefined
      ? t("custody.free")
      : holder.id === commander.operatorId
        ? t("custody.mine")
        : t("custody.heldBy", { name: holder.name });
  return (
    <span className="small" title={words}>
      {words}
    </span>
  );
};

/** Takes a free vehicle, or lets go of one's own: one press, since neither moves it. */
export const CustodyButton = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const { commander } = useStores();
  const holder = useVehicle(id, (vehicle) => vehicle.custody?.holder);
  const name = useVehicle(id, (vehicle) => vehicle.name) ?? "";
  const gate = useGate(id);
  const { state, run } = useRequest();
  if (!gate.open) return undefined;
  const mine = holder !== undefined;
  const label = state.state === "failed" ? state.text : t(mine ? "custody.letGoLabel" : "custody.takeLabel", { name });
  return (
    <button
      type="button"
      className={`button square ${mine ? "held" : ""}`}
      disabled={state.state === "pending"}
      title={label}
      aria-label={label}
      onClick={() =>
        void run({
          kind: mine ? "custody.give" : "custody.take",
          vehicleId: id,
          operator: commander.operator(),
        })
      }
    >
      {mine ? <IconLock size={20} aria-hidden="true" /> : <IconLockOpen size={20} aria-hidden="true" />}
    </button>
  );
};
