import { createSocket, type Socket } from "node:dgram";
import { directGeodesic } from "../../shared/geo/geodesic.ts";
import { FrameWriter } from "../../shared/mavlink/codec.ts";
import type { MessageFields } from "../../shared/mavlink/messages.ts";

/** Attitude, velocities and absolute position. */
const goodEstimate: number = 831;
/** VIDEO_STREAM_STATUS_FLAGS_RUNNING and _THERMAL. */
const runningThermal: number = 3;
/** GIMBAL_DEVICE_FLAGS_ROLL_LOCK, _PITCH_LOCK and _YAW_IN_VEHICLE_FRAME. */
const stabilized: number = 4 + 8 + 32;

export interface CameraVehicleOptions {
  readonly systemId: number;
  /** Of the station's link on loopback. */
  readonly port: number;
  readonly latDeg?: number;
  readonly lonDeg?: number;
  readonly heightM?: number;
  /** Negative looks down; straight down if absent. */
  readonly cameraPitchRad?: number;
  /** Where it is at a time of `performance.now()`; hovers over its place, nose to the north, if absent. */
  readonly flight?: (atMs: number) => Flight;
}

/** From the vehicle's place, m; nose clockwise from north, rad. */
export interface Flight {
  readonly northM: number;
  readonly eastM: number;
  readonly yawRad: number;
}

const hovering = (): Flight => ({ northM: 0, eastM: 0, yawRad: 0 });
/** Velocities are differences over this, ms. */
const velocityStepMs = 50;

/** A copter with its camera turned down, on a UDP socket of its own; its clock runs with real time. */
export class CameraVehicle {
  readonly writer: FrameWriter;
  /** Sends no attitude of vehicle and gimbal while this is off: nobody knows then where its camera looks. */
  tellsPose = true;
  readonly #options: Required<CameraVehicleOptions>;
  readonly #socket: Socket = createSocket("udp4");
  readonly #startMs = performance.now();
  readonly #timer: NodeJS.Timeout;
  #step = 0;

  constructor(options: CameraVehicleOptions) {
    const usual = { latDeg: 30.87, lonDeg: 120.43, heightM: 60, cameraPitchRad: -Math.PI / 2, flight: hovering };
    this.#options = { ...usual, ...options };
    this.writer = new FrameWriter({ systemId: options.systemId, componentId: 1 });
    this.#timer = setInterval(() => this.#tell(), 50);
    this.#tell();
  }

  get bootMs(): number {
    return Math.round(600_000 + performance.now() - this.#startMs);
  }

  send(bytes: Uint8Array): void {
    this.#socket.send(bytes, this.#options.port, "127.0.0.1");
  }

  /** Says that a camera streams RTP to a port. */
  announce(port: number, more: Partial<MessageFields["VIDEO_STREAM_INFORMATION"]> = {}): void {
    const fields: Partial<MessageFields["VIDEO_STREAM_INFORMATION"]> = {
      ...{ streamId: 1, count: 1, type: 1, flags: runningThermal, framerate: 15 },
      ...{ resolutionH: 640, resolutionV: 512, hfov: 40, encoding: 1, name: "thermal", uri: String(port) },
    };
    this.send(this.writer.write("VIDEO_STREAM_INFORMATION", { ...fields, ...more }));
  }

  /** Silence; the socket stays open. */
  stop(): void {
    clearInterval(this.#timer);
  }

  close(): void {
    this.stop();
    this.#socket.close();
  }

  #tell(): void {
    const { latDeg, lonDeg, heightM, cameraPitchRad, flight } = this.#options;
    const nowMs = performance.now();
    const timeBootMs = this.bootMs;
    const [now, before] = [flight(nowMs), flight(nowMs - velocityStepMs)];
    const at = directGeodesic({ latDeg, lonDeg }, Math.atan2(now.eastM, now.northM), Math.hypot(now.northM, now.eastM));
    const perS = 1000 / velocityStepMs;
    const step = this.#step++;
    if (step % 10 === 0) {
      const heartbeat = { type: 2, autopilot: 3, baseMode: 0x81, systemStatus: 4, mavlinkVersion: 3 };
      this.send(this.writer.write("HEARTBEAT", heartbeat));
      this.send(this.writer.write("EKF_STATUS_REPORT", { flags: goodEstimate }));
    }
    const place = { lat: Math.round(at.latDeg * 1e7), lon: Math.round(at.lonDeg * 1e7) };
    // It took off 100 m to the south.
    const [latitude, longitude] = [Math.round((latDeg - 0.0009) * 1e7), Math.round(lonDeg * 1e7)];
    const home = { latitude, longitude, altitude: 100_000 };
    if (step % 20 === 0) this.send(this.writer.write("HOME_POSITION", home));
    const gps = { ...place, timeUsec: BigInt(timeBootMs) * 1000n, fixType: 3, satellitesVisible: 14 };
    this.send(this.writer.write("GPS_RAW_INT", { ...gps, alt: (100 + heightM) * 1000 }));
    const altitudes = { alt: (100 + heightM) * 1000, relativeAlt: heightM * 1000 };
    const [northMps, eastMps] = [(now.northM - before.northM) * perS, (now.eastM - before.eastM) * perS];
    const velocity = { vx: Math.round(northMps * 100), vy: Math.round(eastMps * 100) };
    this.send(this.writer.write("GLOBAL_POSITION_INT", { ...place, ...altitudes, ...velocity, timeBootMs }));
    if (!this.tellsPose) return;
    const yawspeed = (now.yawRad - before.yawRad) * perS;
    this.send(this.writer.write("ATTITUDE", { timeBootMs, roll: 0, pitch: 0, yaw: now.yawRad, yawspeed }));
    const q = [Math.cos(cameraPitchRad / 2), 0, Math.sin(cameraPitchRad / 2), 0];
    this.send(this.writer.write("GIMBAL_DEVICE_ATTITUDE_STATUS", { timeBootMs, q, flags: stabilized }));
  }
}
