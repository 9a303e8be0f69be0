import { createSocket, type Socket } from "node:dgram";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createStation, type Station, type StationOptions } from "../../electron/station/station.ts";
import { FrameWriter } from "../../shared/mavlink/codec.ts";
import type { Request, RequestResult } from "../../shared/wire/requests.ts";
import { patienceMs } from "./patience.ts";

export interface LiveStation {
  readonly station: Station;
  readonly recordFolder: string;
  readonly origin: string;
  readonly headers: Record<string, string>;
  request(request: Request): Promise<RequestResult>;
  /** UDP port of its first link. */
  linkPort(): number;
  close(): Promise<void>;
}

/** A whole station in this process, on free ports, with an own record that is removed at the end. */
export const liveStation = async (options: Partial<StationOptions> = {}): Promise<LiveStation> => {
  const recordFolder = options.recordFolder ?? mkdtempSync(join(tmpdir(), "lantern-live-"));
  const result = await createStation({
    host: "127.0.0.1",
    port: 0,
    links: [],
    systemId: 255,
    ...(options.replay === undefined ? { recordFolder } : {}),
    ...options,
  });
  if (!result.ok) throw new Error(result.fault.detail);
  const { station } = result;
  const { origin } = new URL(station.url);
  const headers = { authorization: `Bearer ${station.token}`, "content-type": "application/json" };
  return {
    station,
    recordFolder,
    origin,
    headers,
    request: async (request) => {
      const answer = await fetch(`${origin}/api/requests`, { method: "POST", headers, body: JSON.stringify(request) });
      return answer.json() as Promise<RequestResult>;
    },
    linkPort: () => {
      const [link] = Object.values(station.snapshot().links);
      return Number(link?.address?.split(":").at(-1));
    },
    close: async () => {
      await station.close();
      if (options.recordFolder === undefined) rmSync(recordFolder, { recursive: true, force: true });
    },
  };
};

/** Resolves once `look` gives something; the station has no event for everything that a test wants to see. */
export const eventually = async <T>(look: () => T | undefined | false, timeoutMs = patienceMs): Promise<T> => {
  const startMs = performance.now();
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() - startMs > timeoutMs) throw new Error(`Waited ${timeoutMs} ms in vain for ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** Attitude, velocities and absolute position. */
const goodEstimate: number = 831;

/** A copter that says what it is and where, on a UDP socket of its own. */
export class UdpVehicle {
  readonly socket: Socket = createSocket("udp4");
  readonly writer: FrameWriter;
  readonly #port: number;
  #bootMs = 600_000;

  constructor(systemId: number, port: number) {
    this.writer = new FrameWriter({ systemId, componentId: 1 });
    this.#port = port;
  }

  send(bytes: Uint8Array): void {
    this.socket.send(bytes, this.#port, "127.0.0.1");
  }

  /** With the estimator's word, as ArduPilot gives it. */
  heartbeat(): void {
    this.send(
      this.writer.write("HEARTBEAT", { type: 2, autopilot: 3, baseMode: 1, systemStatus: 3, mavlinkVersion: 3 }),
    );
    this.send(this.writer.write("EKF_STATUS_REPORT", { flags: goodEstimate }));
  }

  position(latDeg: number, lonDeg: number, stepMs = 100): void {
    this.#bootMs += stepMs;
    const place = { lat: Math.round(latDeg * 1e7), lon: Math.round(lonDeg * 1e7) };
    this.send(
      this.writer.write("GPS_RAW_INT", {
        ...place,
        timeUsec: BigInt(this.#bootMs) * 1000n,
        fixType: 3,
        alt: 45_000,
        satellitesVisible: 12,
      }),
    );
    this.send(
      this.writer.write("GLOBAL_POSITION_INT", {
        ...place,
        timeBootMs: this.#bootMs,
        alt: 45_000,
        relativeAlt: 40_000,
      }),
    );
  }

  /** Heartbeats and positions like a vehicle's, moving north. @returns stops it */
  fly(latDeg = 30.87, lonDeg = 120.43): () => void {
    let step = 0;
    const timer = setInterval(() => {
      if (step % 5 === 0) this.heartbeat();
      this.position(latDeg + step * 1e-6, lonDeg);
      step += 1;
    }, 100);
    return () => clearInterval(timer);
  }

  close(): void {
    this.socket.close();
  }
}
