import { degToRad, radToDeg } from "../../../shared/units/angle.ts";

/** What a person types of a camera, as it stands in the fields; empty: not said. */
export interface FeedFields {
  readonly hfovDeg: string;
  readonly latencyMs: string;
  readonly latencySigmaMs: string;
}

export interface ReadFields {
  readonly hfovRad?: number;
  readonly latencyMs?: number;
  readonly latencySigmaMs?: number;
}

/** As the request takes them; beyond it a number is a slip of the finger. */
export const fieldLimits = {
  hfovDeg: { least: 1, most: 175 },
  latencyMs: { least: 0, most: 20_000 },
  latencySigmaMs: { least: 1, most: 5_000 },
} as const satisfies Readonly<Record<keyof FeedFields, { readonly least: number; readonly most: number }>>;

export const emptyFields: FeedFields = { hfovDeg: "", latencyMs: "", latencySigmaMs: "" };

/** A decimal comma counts as a point. */
const numberOf = (text: string): number => Number(text.trim().replace(",", "."));

/** Which fields hold something that can't be meant. */
export const wrongFields = (fields: FeedFields): readonly (keyof FeedFields)[] =>
  (["hfovDeg", "latencyMs", "latencySigmaMs"] as const).filter((name) => {
    const text = fields[name].trim();
    const { least, most } = fieldLimits[name];
    const value = numberOf(text);
    return text !== "" && !(value >= least && value <= most);
  });

/** What was said, in the units of the request; call it only where nothing is wrong. */
export const readFields = ({ hfovDeg, latencyMs, latencySigmaMs }: FeedFields): ReadFields => ({
  ...(hfovDeg.trim() === "" ? {} : { hfovRad: degToRad(numberOf(hfovDeg)) }),
  ...(latencyMs.trim() === "" ? {} : { latencyMs: numberOf(latencyMs) }),
  ...(latencySigmaMs.trim() === "" ? {} : { latencySigmaMs: numberOf(latencySigmaMs) }),
});

/** What is known of a feed, as it stands in the fields. */
export const fieldsOf = (feed: {
  readonly hfov?: { readonly rad: number };
  readonly latency: { readonly ms: number; readonly sigmaMs: number };
}): FeedFields => ({
  hfovDeg: feed.hfov === undefined ? "" : String(Math.round(radToDeg(feed.hfov.rad) * 10) / 10),
  latencyMs: String(Math.round(feed.latency.ms)),
  latencySigmaMs: String(Math.round(feed.latency.sigmaMs)),
});

/** One of each kind of address, to begin from. */
export const addressExamples = [
  { scheme: "rtsp", example: "rtsp://192.168.144.25:8554/main.264" },
  { scheme: "rtp", example: "rtp://:5600" },
  { scheme: "udp", example: "udp://:5600" },
  { scheme: "v4l2", example: "v4l2:/dev/video0" },
  { scheme: "y16tcp", example: "y16tcp://192.168.1.10:9000" },
  { scheme: "file", example: "file:/home/user/video.mp4" },
] as const;
