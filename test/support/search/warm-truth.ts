import { CameraView } from "../../../hardware/simulator/scene/camera-view.ts";
import { thermalStandOf } from "../../../hardware/simulator/scene/thermal-eye.ts";
import type { Simulation } from "../../../hardware/simulator/simulation.ts";
import type { SimVehicle } from "../../../hardware/simulator/vehicle/sim-vehicle.ts";

/** Something that is truly warm, at one moment, on the scenario's plane. */
export interface WarmThing {
  /** "person", or the decoy's kind and index. */
  readonly name: string;
  readonly eastM: number;
  readonly northM: number;
  readonly altMslM: number;
  /** As far from its middle as its parts reach, m. */
  readonly radiusM: number;
}

const radiiM = { goat: 0.9, dog: 0.8, car: 2.4, stones: 1.4, transformer: 1.2 } as const;
const heightsM = { goat: 0.45, dog: 0.35, car: 0.8, stones: 0.1, transformer: 1.2 } as const;

export const warmThings = ({ world, decoys }: Simulation): readonly WarmThing[] => {
  const { person, ground } = world;
  const altMslM = (eastM: number, northM: number, upM: number) => ground.heightMslM(eastM, northM) + upM;
  const { eastM, northM } = person;
  return [
    { name: "person", eastM, northM, altMslM: altMslM(eastM, northM, 0.1), radiusM: 1 },
    ...decoys.map(({ kind, eastM, northM }, i) => ({
      name: `${kind} ${i}`,
      eastM,
      northM,
      altMslM: altMslM(eastM, northM, heightsM[kind]),
      radiusM: radiiM[kind],
    })),
  ];
};

export interface ThingInPicture {
  readonly name: string;
  readonly xPx: number;
  readonly yPx: number;
  readonly radiusPx: number;
  /** Its middle is in the picture; it may reach in from outside. */
  readonly inside: boolean;
}

/** Where the things appear to a vehicle's camera as it truly stands now; none behind it. */
export const thingsInPicture = (vehicle: SimVehicle, things: readonly WarmThing[]): readonly ThingInPicture[] => {
  const { widthPx, heightPx, hfovDeg } = vehicle.spec.camera;
  const { eastM, northM, altMslM } = vehicle.truth;
  const view = new CameraView(thermalStandOf(vehicle), { widthPx, heightPx, hfovRad: (hfovDeg * Math.PI) / 180 });
  return things.flatMap(({ name, radiusM, ...at }) => {
    const pixel = view.project([at.eastM, at.northM, at.altMslM]);
    if (pixel === undefined) return [];
    const [xPx, yPx] = pixel;
    const inside = xPx >= 0 && yPx >= 0 && xPx < widthPx && yPx < heightPx;
    const awayM = Math.hypot(at.eastM - eastM, at.northM - northM, at.altMslM - altMslM);
    return [{ name, xPx, yPx, radiusPx: (radiusM * view.focalPx) / awayM, inside }];
  });
};
