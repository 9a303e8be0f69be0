import { isIP } from "node:net";
import { openThermalSource } from "../../hardware/thermal/open-thermal-source.ts";
import type { ThermalPicture } from "../../hardware/thermal/thermal-png.ts";
import type { FrameSightings, ThermalSource } from "../../hardware/thermal/thermal-source.ts";
import type { VehicleState, VideoStream } from "../../shared/vehicle/vehicle-state.ts";
import type { VehicleView } from "../../shared/wire/state.ts";

const scheme = "y16tcp:";

/** The raw thermal stream that a vehicle offers, if any. */
export const thermalStreamOf = (vehicle: VehicleState): VideoStream | undefined =>
  vehicle.cameras
    .flatMap((camera) => camera.streams)
    .find((stream) => stream.thermal && stream.running && stream.uri.startsWith(`${scheme}//`));

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));

/**
 * Whether a vehicle's word is enough to connect there: a radio message must not make the station knock at any address, nor at
 * what else listens on this machine. Only the vehicle's own address is, so this machine's for a simulator or relay on it.
 * @param remotes of the channels that the vehicle is heard on, "host:port"
 */
export const mayConnect = (uri: string, remotes: readonly string[]): boolean => {
  if (!URL.canParse(uri)) return false;
  const url = new URL(uri);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.protocol !== scheme || url.port === "") return false;
  const hosts = remotes.map((remote) => remote.replace(/:\d+$/, "").replace(/^\[|\]$/g, ""));
  return isLoopback(host) ? hosts.some(isLoopback) : hosts.includes(host);
};

export interface ThermalLinkOptions {
  readonly uri: string;
  readonly onSightings: (sightings: FrameSightings) => void;
  readonly onState: (state: NonNullable<VehicleView["thermal"]>) => void;
}

/** One vehicle's thermal camera, as long as it says that it streams there. */
export class ThermalLink {
  readonly uri: string;
  readonly #source: ThermalSource;
  readonly #stopListening: () => void;
  state: NonNullable<VehicleView["thermal"]> = { state: "connecting" };

  constructor(options: ThermalLinkOptions) {
    this.uri = options.uri;
    this.#source = openThermalSource({ uri: options.uri });
    this.#stopListening = this.#source.on((event) => {
      if (event.kind === "sightings") return options.onSightings(event.sightings);
      this.state = { state: event.state, ...(event.detail === undefined ? {} : { detail: event.detail }) };
      options.onState(this.state);
    });
  }

  setGroundSamplingDistance(gsdM: number): void {
    this.#source.setGroundSamplingDistance(gsdM);
  }

  snapshot(): Promise<ThermalPicture | undefined> {
    return this.#source.snapshot();
  }

  async close(): Promise<void> {
    this.#stopListening();
    await this.#source.close();
  }
}
