import { MavAutopilot, MavCmd, MavResult, MavState, MavType } from "../../../shared/mavlink/enums.ts";
import type { SimVehicle } from "../vehicle/sim-vehicle.ts";
import { cameraMessage } from "./camera-component.ts";
import type { ReceivedCommand, Sender } from "./firmware.ts";
import type { Outgoing } from "./telemetry.ts";

const imageStart = 2000;
const videoStart = 2500;
const videoStop = 2501;

/** The thermal camera's own component: tells of itself, takes photos and films, zooms. */
export class CameraService {
  readonly #vehicle: SimVehicle;
  readonly #streamPort: number;
  readonly #send: (message: Outgoing) => void;

  constructor(vehicle: SimVehicle, streamPort: number, send: (message: Outgoing) => void) {
    this.#vehicle = vehicle;
    this.#streamPort = streamPort;
    this.#send = send;
  }

  heartbeat(): void {
    this.#send({
      name: "HEARTBEAT",
      fields: { type: MavType.CAMERA, autopilot: MavAutopilot.INVALID, systemStatus: MavState.ACTIVE },
    });
  }

  obey(received: ReceivedCommand, from: Sender): void {
    const asked = messageAsked(received);
    const answer = asked === undefined ? undefined : this.#message(asked);
    const known = this.#act(received);
    const result =
      answer !== undefined || known
        ? MavResult.ACCEPTED
        : asked === undefined
          ? MavResult.UNSUPPORTED
          : MavResult.FAILED;
    const target = { targetSystem: from.systemId, targetComponent: from.componentId };
    this.#send({ name: "COMMAND_ACK", fields: { command: received.command, result, ...target } });
    if (answer !== undefined) this.#send(answer);
    if (received.command === videoStart || received.command === videoStop) this.#sendOnce(262);
    if (received.command === MavCmd.SET_CAMERA_ZOOM) this.#sendOnce(260);
  }

  /** A picture was taken, by whomever. */
  photographed(): void {
    this.#sendOnce(263);
  }

  #sendOnce(messageId: number): void {
    const message = this.#message(messageId);
    if (message !== undefined) this.#send(message);
  }

  #message(messageId: number): Outgoing | undefined {
    return cameraMessage(this.#vehicle, messageId, this.#streamPort);
  }

  #act({ command, params }: ReceivedCommand): boolean {
    const vehicle = this.#vehicle;
    const { lens } = vehicle;
    switch (command) {
      case imageStart:
        vehicle.photo();
        return true;
      case videoStart:
        lens.recordingSinceMs ??= vehicle.bootMs;
        return true;
      case videoStop:
        lens.recordingSinceMs = undefined;
        return true;
      case MavCmd.SET_CAMERA_ZOOM:
        return lens.zoomBy(params[0], params[1]);
      default:
        return false;
    }
  }
}

const messageAsked = ({ command, params }: ReceivedCommand): number | undefined => {
  switch (command) {
    case MavCmd.REQUEST_MESSAGE:
      return params[0];
    case MavCmd.REQUEST_CAMERA_INFORMATION:
      return 259;
    case MavCmd.REQUEST_CAMERA_SETTINGS:
      return 260;
    case MavCmd.REQUEST_CAMERA_CAPTURE_STATUS:
      return 262;
    case MavCmd.REQUEST_VIDEO_STREAM_INFORMATION:
      return 269;
    default:
      return undefined;
  }
};
