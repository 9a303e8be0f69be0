import type { FeedPlace } from "../parse-feed-address.ts";

/** What ffmpeg can read for us. */
export type FfmpegPlace = Exclude<FeedPlace, { readonly kind: "y16" }>;

export interface FfmpegCall {
  readonly arguments: readonly string[];
  /** What it gets on its standard input: the description of an RTP stream, or a piece of one. */
  readonly input?: string | Uint8Array;
  /** Its fourth pipe brings the stream as it came. */
  readonly copies: boolean;
  /** Its pictures are 16-bit counts. */
  readonly raw: boolean;
  /** How many pictures ffmpeg holds back, because only the next one's beginning shows that one is whole. */
  readonly heldPictures: number;
}

/** The largest picture that is searched and shown, px a side. */
const MAX_SIDE_PX = 1280;
/** A silent source ends ffmpeg by itself after this, us: whatever happens to us, it doesn't stay for ever. */
const SILENCE_US = "8000000";
/** Of a network's pictures that overtake each other the later one waits this long for the earlier, us. */
const REORDER_US = "100000";
/** Kinds of files that hold pictures themselves; none that names other files. */
export const containers =
  "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,h264,hevc,mjpeg,nut,flv,asf,ogg,ivf,gif";

/** What was found to come, where it says so itself: RTP's packets name a payload type. */
export interface RtpFound {
  readonly payloadType: number;
  readonly encoding?: "h264" | "h265";
}

/** How ffmpeg is called. Each address opens with the protocols that it needs and no others, so that no file or stream can make it read anything else. */
export const ffmpegCall = (place: FfmpegPlace, found?: RtpFound): FfmpegCall => {
  const raw = place.kind === "v4l2" && place.raw;
  const { before, input } = inputOf(place, found);
  // A camera on this computer would be copied uncompressed.
  const copies = place.kind !== "v4l2" && place.kind !== "http";
  return {
    raw,
    copies,
    heldPictures: held[place.kind],
    ...(input === undefined ? {} : { input }),
    arguments: [
      ...["-hide_banner", "-nostats", "-nostdin", "-loglevel", "warning", "-copyts"],
      // Without delay: no pictures held back, no threads that each hold one. What was read to find out what it is isn't thrown
      // away ("nobuffer"): it may be all of a short file, or the only key picture for a while.
      ...["-fflags", "+discardcorrupt", "-flags", "low_delay", "-threads", "1", ...before],
      // Another size in the middle of a stream must arrive as such: squeezed into the first one's, what lies up or down in the
      // picture would be placed wrong. A file would begin anew for it, and never come to its end.
      ...[
        "-map",
        "0:v:0",
        ...(place.kind === "path" ? [] : ["-autoscale", "0"]),
        ...(raw ? ["-pix_fmt", "gray16le"] : ["-vf", scaling, "-pix_fmt", "yuv420p"]),
      ],
      // With more threads even this encoder holds a picture back.
      ...["-c:v", "rawvideo", "-threads", "1", "-enc_time_base", "1:90000", ...toPipe(1)],
      ...(copies ? ["-map", "0:v:0", "-c:v", "copy", ...toPipe(3)] : []),
    ],
  };
};

/** Even sides, at most so long, black 0 and white 255 whatever the source says. */
const scaling = [
  "scale=w=trunc(iw*min(1\\,MAX/max(iw\\,ih))/2)*2:h=trunc(ih*min(1\\,MAX/max(iw\\,ih))/2)*2",
  ":flags=area:out_range=full",
]
  .join("")
  .replaceAll("MAX", String(MAX_SIDE_PX));

/** The offset keeps the first times above zero, which the container needs; no clock of ours begins with theirs anyway. */
const toPipe = (fd: number): string[] => [
  ...["-vsync", "passthrough", "-output_ts_offset", "60", "-flush_packets", "1", "-f", "nut", `pipe:${fd}`],
];

/** Packets of RTP are put together by a parser, those of MPEG-TS by two, one after the other; files have whole pictures. */
const held = { rtsp: 1, rtp: 1, "mpeg-ts": 2, http: 1, v4l2: 0, path: 0 } as const;

const probing = ["-probesize", "1000000", "-analyzeduration", "2000000", "-fpsprobesize", "0"];

const inputOf = (
  place: FfmpegPlace,
  found?: RtpFound,
): { readonly before: readonly string[]; readonly input?: string } => {
  switch (place.kind) {
    case "rtsp":
      return {
        before: [
          ...["-protocol_whitelist", "rtsp,rtp,tcp,udp", "-rtsp_transport", place.transport, "-timeout", SILENCE_US],
          ...["-allowed_media_types", "video", "-max_delay", REORDER_US, ...probing, "-i", place.url],
        ],
      };
    case "rtp":
      return {
        before: [
          ...["-protocol_whitelist", "pipe,rtp,udp", "-max_delay", REORDER_US, "-buffer_size", "2097152"],
          ...[...probing, "-f", "sdp", "-i", "pipe:0"],
        ],
        input: rtpDescription(place, found),
      };
    case "mpeg-ts":
      return {
        before: [
          ...["-protocol_whitelist", place.transport, "-f", "mpegts", ...probing, "-i"],
          `${place.transport}://${bracketed(place.host)}:${place.port}?${place.transport === "udp" ? `overrun_nonfatal=1&fifo_size=8192&buffer_size=2097152&` : ""}timeout=${SILENCE_US}`,
        ],
      };
    case "http":
      return {
        before: [
          ...["-protocol_whitelist", "http,https,tcp,tls,crypto", "-format_whitelist", `mpjpeg,${containers}`],
          ...["-rw_timeout", SILENCE_US, ...probing, "-use_wallclock_as_timestamps", "1", "-i", place.url],
        ],
      };
    case "v4l2":
      return {
        before: [
          ...["-f", "v4l2", ...(place.raw ? ["-input_format", "gray16le"] : [])],
          ...["-use_wallclock_as_timestamps", "1", "-i", place.device],
        ],
      };
    case "path":
      return {
        before: [
          ...["-protocol_whitelist", "file", "-format_whitelist", containers, "-re"],
          ...[...(place.loop ? ["-stream_loop", "-1"] : []), "-i", `file:${place.path}`],
        ],
      };
  }
};

const bracketed = (host: string): string => (host.includes(":") ? `[${host}]` : host);

/** RFC 4566 and RFC 6184 or 7798: a stream of any camera, which sends its parameter sets along. */
const rtpDescription = (place: Extract<FfmpegPlace, { readonly kind: "rtp" }>, found?: RtpFound): string => {
  const address = place.host.includes(":") ? `IP6 ${place.host}` : `IP4 ${place.host}`;
  const type = found?.payloadType ?? 96;
  const encoding = found?.encoding ?? place.encoding;
  return [
    ...["v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=-", `c=IN ${address}`, "t=0 0", `m=video ${place.port} RTP/AVP ${type}`],
    ...[`a=rtpmap:${type} ${encoding === "h265" ? "H265" : "H264"}/90000`, ""],
  ].join("\r\n");
};
