import { GimbalDeviceFlags, MavResult } from "../../../shared/mavlink/enums.ts";
import { quaternionOf } from "../../../shared/vehicle/quaternion.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import type { ReceivedCommand, Sender } from "./firmware.ts";
import type { Outgoing } from "./telemetry.ts";

/** A gimbal that is no MAVLink device of its own. */
const deviceId = 1;
const yawLock = 16;
const degRad = Math.PI / 180;

const isId = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 255;

/** PX4's gimbal manager, protocol v2: who is in control may point it, others are refused. */
export class Px4Gimbal {
  readonly #vehicle: SimVehicle;
  #primary: Sender = { systemId: 0, componentId: 0 };

  constructor(vehicle: SimVehicle) {
    this.#vehicle = vehicle;
  }

  /** DO_GIMBAL_MANAGER_CONFIGURE: takes (-2 or an id) or gives back (-3) control; -1 leaves it. */
  configure({ params }: ReceivedCommand, from: Sender): MavResult {
    const [system, component] = params;
    if (system === -2) this.#primary = from;
    else if (system === -3) {
      if (this.#isPrimary(from)) this.#primary = { systemId: 0, componentId: 0 };
    } else if (system !== -1) {
      if (!isId(system) || !isId(component)) return MavResult.DENIED;
      this.#primary = { systemId: system, componentId: component };
    }
    return MavResult.ACCEPTED;
  }

  /** DO_GIMBAL_MANAGER_PITCHYAW, degrees; flags and device travel where a place does. */
  point(received: ReceivedCommand, from: Sender): MavResult {
    if (!this.#isPrimary(from)) return MavResult.DENIED;
    const [pitchDeg, yawDeg] = received.params;
    if (!Number.isFinite(pitchDeg)) return MavResult.DENIED;
    const lock = (received.x & yawLock) !== 0;
    this.#vehicle.autopilot.aim.angles(pitchDeg, Number.isFinite(yawDeg) ? yawDeg : 0, lock ? "north" : "nose");
    return MavResult.ACCEPTED;
  }

  /** GIMBAL_MANAGER_INFORMATION. */
  information(): Outgoing {
    return {
      name: "GIMBAL_MANAGER_INFORMATION",
      fields: {
        timeBootMs: Math.round(this.#vehicle.bootMs),
        // Pitch and yaw axes, follow and lock, points at places.
        capFlags: 0x1 | 0x2 | 0x20 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800 | 0x10000 | 0x20000,
        gimbalDeviceId: deviceId,
        pitchMin: -90 * degRad,
        pitchMax: 45 * degRad,
        yawMin: -180 * degRad,
        yawMax: 180 * degRad,
      },
    };
  }

  /** GIMBAL_MANAGER_STATUS. */
  status(): Outgoing {
    return {
      name: "GIMBAL_MANAGER_STATUS",
      fields: {
        timeBootMs: Math.round(this.#vehicle.bootMs),
        gimbalDeviceId: deviceId,
        primaryControlSysid: this.#primary.systemId,
        primaryControlCompid: this.#primary.componentId,
      },
    };
  }

  /** GIMBAL_DEVICE_ATTITUDE_STATUS: yaw against the nose, and says so. */
  attitude(): Outgoing {
    const { gimbalRollRad, gimbalPitchRad, gimbalYawRad, yawRad } = this.#vehicle.estimate;
    return {
      name: "GIMBAL_DEVICE_ATTITUDE_STATUS",
      fields: {
        timeBootMs: Math.round(this.#vehicle.bootMs),
        gimbalDeviceId: deviceId,
        q: [...quaternionOf(gimbalRollRad, gimbalPitchRad, gimbalYawRad - yawRad)],
        flags: GimbalDeviceFlags.ROLL_LOCK | GimbalDeviceFlags.PITCH_LOCK | GimbalDeviceFlags.YAW_IN_VEHICLE_FRAME,
      },
    };
  }

  #isPrimary(sender: Sender): boolean {
    return sender.systemId === this.#primary.systemId && sender.componentId === this.#primary.componentId;
  }
}
