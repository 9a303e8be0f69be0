import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useVehicle } from "../use-vehicle.ts";

/** How wrong a vehicle's camera points, and what is done about it. Stands in the vehicle panel's camera tab. */
export const CorrectionSection = ({ id }: { readonly id: VehicleId }) => {
  const name = useVehicle(id, (vehicle) => vehicle.name);
  if (name === undefined) return undefined;
  return <section className="correction" />;
};
