import { degToRad } from "../../shared/units/angle.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { buildDog, buildHeat, buildSnapshot, buildVehicle, decided, placeAt, sceneNowMs } from "./build-views.ts";

const atMs = sceneNowMs - 200;

/** Two drones, a plane and a dog over rolling ground, with heat sources of every kind. */
export const sceneSnapshot = (change: Partial<StateSnapshot["station"]> = {}): StateSnapshot =>
  buildSnapshot({
    station: { hasBaseMap: true, ...change },
    vehicles: [
      buildVehicle({ id: "1", position: { atMs, ...placeAt(-120, -140), altMslM: 83, altHomeM: 60 } }),
      buildVehicle({
        id: "2",
        position: { atMs, ...placeAt(140, 60), altMslM: 118, altHomeM: 95 },
        attitude: { atMs, rollRad: degToRad(14), pitchRad: degToRad(-8), yawRad: degToRad(200) },
        headingRad: degToRad(200),
        footprint: [placeAt(90, 20), placeAt(100, 90), placeAt(30, 110), placeAt(20, 10)],
      }),
      buildVehicle({
        id: "3",
        name: "P1",
        kind: "fixed-wing",
        position: { atMs, ...placeAt(260, -220), altMslM: 160, altHomeM: 137 },
        footprint: [placeAt(280, -180), placeAt(280, -80), placeAt(220, -80), placeAt(220, -180)],
      }),
      buildDog({ id: "4", position: { atMs, ...placeAt(-40, 60), altMslM: 30 } }),
    ],
    heat: [
      buildHeat(1, { personProbability: 0.8 }),
      buildHeat(2, { decision: decided("confirmed") }),
      buildHeat(3, { decision: decided("dismissed") }),
      buildHeat(4),
    ],
  });
