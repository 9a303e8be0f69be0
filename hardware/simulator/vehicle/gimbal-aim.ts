import type { BodyState } from "./body-state.ts";
import type { Target } from "./guidance.ts";

const degRad = Math.PI / 180;

/** What a gimbal is told: angles against the horizon and the nose (or north), or a place that it keeps looking at. */
type Aim =
  | { readonly kind: "angles"; readonly pitchRad: number; readonly yawRad: number; readonly yawIsNorth: boolean }
  | { readonly kind: "place"; readonly eastM: number; readonly northM: number; readonly altMslM: number };

/** Where the camera is to point: by angles, or at a place as the vehicle moves. */
export class GimbalAim {
  readonly #groundMslM: (eastM: number, northM: number) => number;
  #aim: Aim = { kind: "angles", pitchRad: 0, yawRad: 0, yawIsNorth: false };

  constructor(groundMslM: (eastM: number, northM: number) => number) {
    this.#groundMslM = groundMslM;
  }

  /** Pitch negative looks down; yaw from the nose, or from north. What is no angle changes nothing. */
  angles(pitchDeg: number, yawDeg: number, yawFrom: "nose" | "north" = "nose"): void {
    if (Number.isNaN(pitchDeg) || !Number.isFinite(yawDeg)) return;
    const pitchRad = Math.max(-90, Math.min(45, pitchDeg)) * degRad;
    this.#aim = { kind: "angles", pitchRad, yawRad: (yawDeg % 360) * degRad, yawIsNorth: yawFrom === "north" };
  }

  /** Undefined stops it: the camera looks ahead. */
  lookAt(target: Target | undefined): void {
    if (target === undefined) {
      this.angles(0, 0);
      return;
    }
    const { eastM, northM } = target;
    this.#aim = { kind: "place", eastM, northM, altMslM: target.altMslM ?? this.#groundMslM(eastM, northM) };
  }

  /** Against the horizon, and against the nose. */
  at(body: BodyState): { readonly gimbalPitchRad: number; readonly gimbalYawOffsetRad: number } {
    const aim = this.#aim;
    if (aim.kind === "angles") {
      const yawRad = aim.yawIsNorth ? aim.yawRad - body.yawRad : aim.yawRad;
      return { gimbalPitchRad: aim.pitchRad, gimbalYawOffsetRad: yawRad };
    }
    const [e, n] = [aim.eastM - body.eastM, aim.northM - body.northM];
    const pitchRad = Math.atan2(aim.altMslM - body.altMslM, Math.hypot(e, n));
    return {
      gimbalPitchRad: Math.max(-90 * degRad, Math.min(45 * degRad, pitchRad)),
      gimbalYawOffsetRad: Math.atan2(e, n) - body.yawRad,
    };
  }
}
