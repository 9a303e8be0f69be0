import { asRad, type Rad } from "../../../shared/units/angle.ts";
import type { CameraState, VehicleId, VehicleState, VideoStream } from "../../../shared/vehicle/vehicle-state.ts";
import type { FeedView } from "../../../shared/wire/feeds.ts";
import { type AllowedAddress, announcedAddress, typedAddress } from "./feed-address.ts";
import type { FeedBook, FeedSettings } from "./feed-book.ts";

/** A feed that there should be: what is known of it before it is opened. */
export interface WantedFeed extends Pick<FeedView, "id" | "name" | "spectrum" | "origin"> {
  readonly vehicleId: VehicleId;
  readonly address: AllowedAddress;
  readonly encoding?: "h264" | "h265";
  /** As the vehicle says, rad. */
  readonly cameraHfovRad?: Rad;
  readonly settings: FeedSettings;
  /** Names the stream among those of its vehicle; absent for a typed one. */
  readonly stream?: string;
  /** As it was said or typed: while that stays the same, an open feed stays open. */
  readonly given: string;
}

/** More of one vehicle are not followed: a broken camera, or somebody who makes them up. */
const mostSaid = 8;

/** `16 mm` of sensor behind `f` of focal length look 2 atan(16 / 2f) wide: where a stream doesn't say it, its camera may. */
const hfovOf = (camera: CameraState, stream: VideoStream): Rad | undefined => {
  if (stream.hfovRad !== undefined) return stream.hfovRad;
  const { focalLengthMm, sensorWidthMm } = camera;
  // With several streams nothing tells which of them the sensor is behind.
  if (camera.streams.length > 1 || !(focalLengthMm !== undefined && focalLengthMm > 0)) return undefined;
  return sensorWidthMm !== undefined && sensorWidthMm > 0
    ? asRad(2 * Math.atan(sensorWidthMm / 2 / focalLengthMm))
    : undefined;
};

/** The raw stream only answers while it runs; of others many cameras never say that they do. */
const isOffered = ({ running, uri }: VideoStream): boolean => uri !== "" && (running || !uri.startsWith("y16tcp:"));

export interface WantedOptions {
  readonly vehicle: VehicleState;
  /** "host:port" of the channels that it is heard on. */
  readonly remotes: readonly string[];
  readonly book: FeedBook;
  /** The station listens on this computer alone. */
  readonly onlyHere: boolean;
}

/** The feeds of a vehicle: those that it tells of, and those that people typed in. */
export const wantedFeeds = ({ vehicle, remotes, book, onlyHere }: WantedOptions): readonly WantedFeed[] => {
  const said = vehicle.cameras.flatMap((camera) =>
    camera.streams.filter(isOffered).map((stream): WantedFeed => {
      const key = `${camera.componentId}-${stream.streamId}`;
      const hfovRad = hfovOf(camera, stream);
      return {
        id: `${vehicle.id.replace(/[^\w.-]/g, "_")}-${key}`,
        vehicleId: vehicle.id,
        name: stream.name.trim() || `${stream.thermal ? "Thermal" : "Visible"} ${stream.streamId}`,
        spectrum: stream.thermal ? "thermal" : "visible",
        origin: "vehicle",
        address: announcedAddress(stream, remotes),
        ...(stream.encoding === undefined ? {} : { encoding: stream.encoding }),
        ...(hfovRad === undefined ? {} : { cameraHfovRad: hfovRad }),
        settings: book.settingsOf(vehicle, key),
        stream: key,
        given: stream.uri,
      };
    }),
  );
  const typed = book.typedOf(vehicle).map(
    ([id, feed]): WantedFeed => ({
      id,
      vehicleId: vehicle.id,
      name: feed.name,
      spectrum: feed.spectrum,
      origin: "typed",
      address: typedAddress(feed.uri, { onlyHere }),
      settings: feed.settings,
      given: feed.uri,
    }),
  );
  return [...said.slice(0, mostSaid), ...typed];
};
