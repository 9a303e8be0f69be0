import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { GateNote } from "./gate-note.tsx";

/** The vehicle's own settings. */
export const ParametersTab = ({ id }: { readonly id: VehicleId }) => <GateNote id={id} />;
