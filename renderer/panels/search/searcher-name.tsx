import { IconUsers } from "@tabler/icons-react";
import { useStore } from "zustand";
import { useStores } from "../../stores/stores-context.tsx";
import { useVehicleView } from "../use-vehicle.ts";
import { VehicleMark } from "../vehicle-mark.tsx";
import { whoIs } from "./proposal-order.ts";

const VehicleName = ({ id }: { readonly id: string }) => {
  const view = useVehicleView(id, ({ name, kind, colourIndex }) => ({ name, kind, colourIndex }));
  return (
    <span className="searcher-name">
      {view !== undefined && <VehicleMark kind={view.kind} colourIndex={view.colourIndex} sizePx={22} />}
      <strong>{view?.name ?? id}</strong>
    </span>
  );
};

const TeamName = ({ id }: { readonly id: string }) => {
  const name = useStore(useStores().incident, ({ things }) => things.team[id]?.fields.name);
  return (
    <span className="searcher-name">
      <IconUsers size={20} aria-hidden="true" />
      <strong>{name ?? id}</strong>
    </span>
  );
};

/** Who searches, with the mark that they have on the map. */
export const SearcherName = ({ who }: { readonly who: string }) => {
  const is = whoIs(who);
  if (is === undefined) return <strong>{who}</strong>;
  return is.kind === "vehicle" ? <VehicleName id={is.id} /> : <TeamName id={is.id} />;
};
