import { z } from "zod";
import { detectionCategories } from "../heat/detection.ts";
import type { VehicleId } from "../vehicle/vehicle-state.ts";

/** Why a feed brings no picture. Each has words in both catalogues: `feed.fault.CODE` says what is wrong, `feed.tip.CODE` what to try. */
const feedFaultCodes = [
  "no-ffmpeg",
  "bad-address",
  "address-refused",
  "unreachable",
  "access-denied",
  "device-missing",
  "device-busy",
  "file-missing",
  "no-picture",
  "not-decodable",
  "stalled",
  "ended",
  "stopped-by-itself",
] as const;
export type FeedFaultCode = (typeof feedFaultCodes)[number];

/**
 * What is odd about a picture that does come: `feed.warning.CODE`. The feed runs on. "frozen": the same picture for over 2 s;
 * "letterbox" and "overlay": parts that are no scene, left out of the search; "field-of-view": unknown, or it doesn't fit how
 * the picture moves; "slow": under 2 pictures a second; "size-changed": in the last minute; "no-pose": the vehicle doesn't say
 * where the camera looks.
 */
const feedWarnings = ["frozen", "letterbox", "overlay", "field-of-view", "slow", "size-changed", "no-pose"] as const;
export type FeedWarning = (typeof feedWarnings)[number];

/** What searches a feed: `feed.search.CODE`. "hot-spots": no network, but temperatures; "off": nothing (a visible picture). */
const feedSearches = ["network", "hot-spots", "off"] as const;
/** Why the network doesn't search: `feed.detector.CODE`. */
const detectorFaultCodes = ["model-missing", "model-damaged", "runtime-missing", "stopped"] as const;
export type DetectorFaultCode = (typeof detectorFaultCodes)[number];

const seconds = z.number();
const text = z.string();

/** One stream of pictures of a vehicle's camera, as clients see it. */
export const FeedViewSchema = z.strictObject({
  id: text,
  vehicleId: text,
  name: text,
  spectrum: z.enum(["thermal", "visible"]),
  /** The vehicle said so, or a person typed it in. */
  origin: z.enum(["vehicle", "typed"]),
  /** Without passwords. */
  uri: text,
  state: z.enum(["connecting", "streaming", "stalled", "ended"]),
  fault: z.strictObject({ code: z.enum(feedFaultCodes), detail: text }).exactOptional(),
  warnings: z.array(z.enum(feedWarnings)),
  /** Of the newest picture. */
  picture: z
    .strictObject({
      widthPx: z.number(),
      heightPx: z.number(),
      framesPerS: z.number(),
      /** "h264", "h265", "mjpeg", "y16", "image" ... as ffmpeg names it. */
      codec: text,
      /** Its values are temperatures. */
      radiometric: z.boolean(),
    })
    .exactOptional(),
  /** Horizontal, rad, and who says so; absent where nobody does: then nothing can be located. */
  hfov: z.strictObject({ rad: z.number(), from: z.enum(["camera", "typed"]) }).exactOptional(),
  /** How its pictures come on the video socket. */
  delivery: z.enum(["h264", "jpeg"]),
  /** From capture to arrival here, with one sigma. "stamped": the camera says when each was taken. */
  latency: z.strictObject({ ms: z.number(), sigmaMs: z.number(), from: z.enum(["assumed", "typed", "stamped"]) }),
  /** What black and white mean, K, of a radiometric feed. */
  range: z.strictObject({ lowK: z.number(), highK: z.number(), locked: z.boolean() }).exactOptional(),
  search: z.strictObject({
    by: z.enum(feedSearches),
    fault: z.enum(detectorFaultCodes).exactOptional(),
    /** Pictures searched a second, and the share of those that came which had to be passed over. */
    framesPerS: z.number(),
    skippedFraction: z.number(),
    /** Of those searched the share that was looked at in one view instead of two, so that fewer are passed over. */
    quickFraction: z.number().exactOptional(),
    msPerFrame: z.number().exactOptional(),
  }),
});
export type FeedView = z.infer<typeof FeedViewSchema> & { readonly vehicleId: VehicleId };

/** What a person says of a feed beside its address; kept for the vehicle. */
export const feedSettings = {
  hfovRad: z.number().min(0.01).max(3.1).exactOptional(),
  latencyMs: z.number().min(0).max(20_000).exactOptional(),
  latencySigmaMs: z.number().min(1).max(5_000).exactOptional(),
};

/** A place that is known better than a camera can: a surveyed mark, or where one of our own people says to be. */
export const LandmarkSchema = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(80),
  kind: z.enum(["mark", "team"]),
  position: z.strictObject({ latDeg: z.number().min(-90).max(90), lonDeg: z.number().min(-180).max(180) }),
  /** One sigma of each axis, m. */
  sigmaM: z.number().min(0.05).max(100),
  /** When a team was there, UTC; a mark has none and is always there. */
  atUtcMs: z.number().exactOptional(),
});
export type Landmark = z.infer<typeof LandmarkSchema>;

const estimated = z.strictObject({ value: z.number(), sigma: z.number() });

/** How wrong a vehicle's thermal camera points, as its sightings of known places tell; and what is done about it. */
export const CameraCorrectionSchema = z.strictObject({
  /** Turned by hand, rad, clockwise positive; at most 15 degrees. Added to what is estimated. */
  manualHeadingRad: z.number(),
  /** The estimate is applied. */
  apply: z.boolean(),
  /** What the camera's own word must be corrected by: rad, rad, ms; one sigma each. Absent before the first sighting. */
  estimate: z
    .strictObject({ headingRad: estimated, pitchRad: estimated, timeMs: estimated, sightings: z.int() })
    .exactOptional(),
});
export type CameraCorrection = z.infer<typeof CameraCorrectionSchema>;

/** Where heights of the ground come from. "flat": nowhere; places are taken from level ground and are less sure. */
export const TerrainViewSchema = z.strictObject({
  kind: z.enum(["flat", "scenario", "loaded"]),
  /** What was loaded, the finest first. */
  files: z.array(
    z.strictObject({
      name: text,
      southDeg: z.number(),
      westDeg: z.number(),
      northDeg: z.number(),
      eastDeg: z.number(),
      /** Between two heights, m. */
      spacingM: z.number(),
    }),
  ),
});
export type TerrainView = z.infer<typeof TerrainViewSchema>;

/** What lies under a place of a picture: `GET /api/feeds/ID/look?x=&y=`, x and y 0 to 1 from the top left. */
export const FeedLookSchema = z.strictObject({
  temperatureK: z.number().exactOptional(),
  /** Absent where it can't be told; `reason` says why. */
  position: z.strictObject({ latDeg: z.number(), lonDeg: z.number() }).exactOptional(),
  reason: z.enum(["no-pose", "no-ground", "no-camera-model"]).exactOptional(),
  slantM: z.number().exactOptional(),
  /** Half axes of the 95 % ellipse, m. */
  ellipse95M: z.tuple([z.number(), z.number()]).exactOptional(),
  /** Age of the picture that was asked, s. */
  ageS: seconds,
});
export type FeedLook = z.infer<typeof FeedLookSchema>;

/** A box on a picture; x, y, width, height 0 to 1 of the picture, from its top left. */
const FeedBoxSchema = z.strictObject({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  category: z.enum(detectionCategories),
  /** How likely a person, from this one picture, 0 to 1; absent where only temperature speaks. */
  personProbability: z.number().exactOptional(),
  peakK: z.number().exactOptional(),
  /** The heat source that it belongs to, once it is one. */
  heatId: text.exactOptional(),
  number: z.number().exactOptional(),
});
export type FeedBox = z.infer<typeof FeedBoxSchema>;

/** Text messages of a feed's video socket, station to client; pictures come as binary ones (video-message.ts). */
export const FeedMessageSchema = z.discriminatedUnion("type", [
  /** What follows from here on. `codec` is for WebCodecs, such as "avc1.42e01f"; absent for JPEG. */
  z.strictObject({
    type: z.literal("config"),
    delivery: z.enum(["h264", "jpeg"]),
    codec: text.exactOptional(),
    widthPx: z.number(),
    heightPx: z.number(),
    /** Grey, to be coloured by the palette; false: a picture in colours, or one that has its palette burnt in. */
    grey: z.boolean(),
    range: z.strictObject({ lowK: z.number(), highK: z.number(), locked: z.boolean() }).exactOptional(),
  }),
  /** What was found in the picture that was taken at `captureMs`; an empty list too. */
  z.strictObject({ type: z.literal("boxes"), captureMs: z.number(), boxes: z.array(FeedBoxSchema) }),
]);
export type FeedMessage = z.infer<typeof FeedMessageSchema>;
