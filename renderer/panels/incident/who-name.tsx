import { IconUser } from "@tabler/icons-react";
import { useStore } from "zustand";
import { useStores } from "../../stores/stores-context.tsx";
import { teamColour, teamSign } from "../../stores/team-look.ts";
import { useVehicleView } from "../use-vehicle.ts";
import { VehicleMark } from "../vehicle-mark.tsx";
import { whoOf } from "./sent-job.ts";

/** A team's pin as on the map: its colour and its sign. */
export const TeamMark = ({ id, name }: { readonly id: string; readonly name: string }) => (
  <span className="team-mark" style={{ background: teamColour(id) }} aria-hidden="true">
    {teamSign(name)}
  </span>
);

const VehicleName = ({ id }: { readonly id: string }) => {
  const view = useVehicleView(id, ({ name, kind, colourIndex }) => ({ name, kind, colourIndex }));
  return (
    <span className="who-name">
      {view !== undefined && <VehicleMark kind={view.kind} colourIndex={view.colourIndex} sizePx={22} />}
      <span>{view?.name ?? id}</span>
    </span>
  );
};

/** Whoever was or can be sent, with the mark that they have on the map: "team/ID", "person/ID", "vehicle/ID". */
export const WhoName = ({ who }: { readonly who: string }) => {
  const is = whoOf(who);
  const name = useStore(useStores().incident, ({ things }) =>
    is?.kind === "team"
      ? things.team[is.id]?.fields.name
      : is?.kind === "person"
        ? things.person[is.id]?.fields.name
        : undefined,
  );
  if (is?.kind === "vehicle") return <VehicleName id={is.id} />;
  return (
    <span className="who-name">
      {is?.kind === "team" ? <TeamMark id={is.id} name={name ?? is.id} /> : <IconUser size={20} aria-hidden="true" />}
      <span>{name ?? is?.id ?? who}</span>
    </span>
  );
};
