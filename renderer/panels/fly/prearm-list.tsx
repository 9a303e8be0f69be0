import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useVehicle } from "../use-vehicle.ts";

/** What is checked before arming. */
export const PrearmList = ({ id }: { readonly id: VehicleId }) => {
  const reasons = useVehicle(id, (vehicle) => vehicle.health?.prearmReasons) ?? [];
  return (
    <ul className="prearm-list">
      {reasons.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
};
