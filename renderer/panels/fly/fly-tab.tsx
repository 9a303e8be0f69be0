import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useVehicle } from "../use-vehicle.ts";
import { ChangeSection } from "./change-section.tsx";
import { GateNote } from "./gate-note.tsx";
import { GoSection } from "./go-section.tsx";
import { HandSection } from "./hand-section.tsx";
import { LaunchSection } from "./launch-section.tsx";
import { MissionSection } from "./mission-section.tsx";
import { ModeSection } from "./mode-section.tsx";
import { MoreSection } from "./more-section.tsx";
import { OrbitSection } from "./orbit-section.tsx";
import { PathSection } from "./path-section.tsx";

/** All that one vehicle can be told to do, by how often it is wanted. */
export const FlyTab = ({ id }: { readonly id: VehicleId }) => {
  const onGround = useVehicle(id, ({ kind }) => kind === "ground-robot" || kind === "boat") === true;
  return (
    <>
      <GateNote id={id} />
      <LaunchSection id={id} />
      {onGround && <PathSection id={id} />}
      <GoSection id={id} />
      <MissionSection id={id} />
      {!onGround && <OrbitSection id={id} />}
      <ChangeSection id={id} />
      <ModeSection id={id} />
      <HandSection id={id} />
      <MoreSection id={id} />
    </>
  );
};
