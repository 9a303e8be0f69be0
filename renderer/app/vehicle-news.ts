import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { VehicleView } from "../../shared/wire/state.ts";
import type { Translate } from "../i18n/translate.ts";
import type { SoundName } from "./sound-limiter.ts";

type Fleet = Readonly<Record<VehicleId, VehicleView>>;

/** Something to be heard and said. */
export interface Announcement {
  readonly sound: SoundName;
  readonly text: string;
}

/**
 * What vehicles themselves changed: armed, disarmed, another mode. A vehicle that is seen for the first time, or again after
 * a silence, has changed nothing.
 */
export const vehicleNews = (t: Translate, before: Fleet, after: Fleet): readonly Announcement[] => {
  if (before === after) return [];
  return Object.values(after).flatMap((vehicle): Announcement[] => {
    const was = before[vehicle.id];
    if (was === undefined || was === vehicle || was.presence.state === "lost") return [];
    const { name, mode } = vehicle;
    if (was.armed !== vehicle.armed)
      return [{ sound: "armed", text: t(vehicle.armed ? "sound.armed" : "sound.disarmed", { name }) }];
    if (was.mode !== undefined && mode !== undefined && was.mode.name !== mode.name)
      return [{ sound: "mode", text: t("sound.mode", { name, mode: mode.name }) }];
    return [];
  });
};
