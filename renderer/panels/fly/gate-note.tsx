import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { CustodyLine } from "./custody-line.tsx";
import { gateText, useGate } from "./use-gate.ts";

/** Over controls that are off: why, and where somebody else holds the vehicle, how to get it. */
export const GateNote = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const gate = useGate(id);
  if (gate.open) return undefined;
  if (gate.reason === "held")
    return (
      <div className="block">
        <CustodyLine id={id} />
      </div>
    );
  return <p className="gate-note block">{gateText(t, gate)}</p>;
};
