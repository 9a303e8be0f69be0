import { IconDeviceGamepad2, IconLock, IconLockFilled } from "@tabler/icons-react";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useVehicle } from "../use-vehicle.ts";

/** Who holds a vehicle of the fleet, and whether somebody steers it by hand: one mark, its words by pointer and reader. */
export const FleetHolder = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const { commander } = useStores();
  const holder = useVehicle(id, (vehicle) => vehicle.custody?.holder);
  const manual = useVehicle(id, (vehicle) => vehicle.manual?.name);
  if (holder === undefined) return undefined;
  const mine = holder.id === commander.operatorId;
  const text = mine ? t("custody.mine") : t("custody.heldBy", { name: holder.name });
  return (
    <span className="fleet-holder" title={manual === undefined ? text : t("steer.by", { name: manual })}>
      {manual !== undefined ? (
        <IconDeviceGamepad2 size={16} aria-hidden="true" />
      ) : mine ? (
        <IconLockFilled size={15} aria-hidden="true" />
      ) : (
        <IconLock size={15} aria-hidden="true" />
      )}
      {mine ? (
        <span className="visually-hidden">{text}</span>
      ) : (
        <span className="fleet-holder-name">{holder.name}</span>
      )}
    </span>
  );
};
