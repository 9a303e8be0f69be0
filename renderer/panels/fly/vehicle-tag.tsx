import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { useVehicleView } from "../use-vehicle.ts";
import { VehicleMark } from "../vehicle-mark.tsx";

/** A vehicle's colour, shape and name, on whatever acts on it. */
export const VehicleTag = (props: {
  readonly id: VehicleId;
  readonly below?: string;
  /** What stands below is no longer heard. */
  readonly stale?: boolean;
}) => {
  const { id, below, stale = false } = props;
  const view = useVehicleView(id, ({ name, kind, colourIndex }) => ({ name, kind, colourIndex }));
  if (view === undefined) return undefined;
  return (
    <span className="who" style={{ borderLeftColor: vehicleColour(view.colourIndex) }}>
      <VehicleMark kind={view.kind} colourIndex={view.colourIndex} sizePx={22} />
      <span className="who-words">
        <strong>{view.name}</strong>
        {below !== undefined && <span className={stale ? "small struck" : "small"}>{below}</span>}
      </span>
    </span>
  );
};
