import { asRadiometry, type Radiometry } from "./radiometric/radiometry.ts";
import { shownAddress } from "./shown-address.ts";

/** Where a feed's pictures come from. */
export type FeedPlace =
  | { readonly kind: "y16"; readonly host: string; readonly port: number }
  | { readonly kind: "rtsp"; readonly url: string; readonly transport: "tcp" | "udp" }
  /** Listens; `host` is the multicast group or own address, "0.0.0.0" for all. */
  | { readonly kind: "rtp"; readonly host: string; readonly port: number; readonly encoding: "h264" | "h265" }
  | { readonly kind: "mpeg-ts"; readonly transport: "udp" | "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "http"; readonly url: string }
  | {
      readonly kind: "v4l2";
      readonly device: string;
      /** 16-bit counts instead of a picture. */
      readonly raw: boolean;
      readonly radiometry: Radiometry | undefined;
    }
  /** A video file, a picture or a folder of pictures. */
  | {
      readonly kind: "path";
      readonly path: string;
      readonly framesPerS: number;
      readonly loop: boolean;
      readonly radiometry: Radiometry | undefined;
    };

export type FeedAddress =
  | { readonly ok: true; readonly place: FeedPlace /** Without passwords. */; readonly shown: string }
  | { readonly ok: false; readonly detail: string };

const forms =
  "rtsp://HOST:PORT/PATH, rtp://:5600, udp://:PORT or tcp://HOST:PORT (MPEG-TS), http://HOST/PATH (MJPEG), v4l2:/dev/video0, file:/PATH or y16tcp://HOST:PORT";
const defaultPort = 5600;
const defaultFolderFps = 5;

interface Parts {
  readonly host: string;
  readonly port: number | undefined;
  readonly rest: string;
  readonly query: URLSearchParams;
}
type Refusal = { readonly refuse: string };

/** Takes a feed's address apart; never throws. A refusal says what to type. */
export const parseFeedAddress = (typed: string, options: { readonly encoding?: "h264" | "h265" } = {}): FeedAddress => {
  const uri = typed.trim();
  const shown = shownAddress(uri);
  // A line break or another control character has no place in what becomes a program's argument.
  const found = [...uri].some((letter) => letter < " " || letter === "\u007f") || uri.length > 2000 ? undefined : uri;
  const scheme = /^([a-z0-9]+):/i.exec(found ?? "")?.[1]?.toLowerCase();
  const place = scheme === undefined || found === undefined ? undefined : placeOf(scheme, found, options.encoding);
  if (place && !("refuse" in place)) return { ok: true, place, shown };
  const why = place?.refuse ?? `Type the address as ${forms}.`;
  return { ok: false, detail: `"${shown.slice(0, 200)}" is no address of a camera. ${why}` };
};

const placeOf = (scheme: string, uri: string, encoding: "h264" | "h265" | undefined): FeedPlace | Refusal => {
  switch (scheme) {
    case "rtsp":
      return rtspPlace(uri);
    case "rtp":
      return rtpPlace(uri, encoding);
    case "udp":
    case "tcp":
      return transportStreamPlace(scheme, uri);
    case "y16tcp":
      return y16Place(uri);
    case "http":
    case "https":
      return URL.canParse(uri) ? { kind: "http", url: uri } : { refuse: "Type it as http://HOST:PORT/PATH." };
    case "v4l2":
      return devicePlace(uri);
    case "file":
      return pathPlace(uri);
    case "srt":
      return { refuse: "SRT isn't supported; let the camera send RTSP, RTP or MPEG-TS over UDP instead." };
    default:
      return { refuse: `${scheme}: can't be opened. Type the address as ${forms}.` };
  }
};

const partsOf = (uri: string): Parts | undefined => {
  const found =
    /^[a-z0-9]+:\/\/@?(\[[0-9a-f:.]+\]|[^:/?#@\s[\]]*)(?::([0-9]{1,5}))?(\/[^?#\s]*)?(?:\?([^#\s]*))?$/i.exec(uri);
  if (!found) return undefined;
  const port = found[2] === undefined ? undefined : Number(found[2]);
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  const host = (found[1] ?? "").replace(/^\[(.*)\]$/, "$1");
  return { host, port, rest: found[3] ?? "", query: new URLSearchParams(found[4] ?? "") };
};

const rtspPlace = (uri: string): FeedPlace | Refusal => {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (!url || url.hostname === "")
    return {
      refuse: "Type it as rtsp://HOST:PORT/PATH, with USER:PASSWORD@ before the host where the camera asks for them.",
    };
  const transport = url.hash === "#udp" ? "udp" : "tcp";
  url.hash = "";
  return { kind: "rtsp", url: url.href, transport };
};

const rtpPlace = (uri: string, encoding: "h264" | "h265" | undefined): FeedPlace | Refusal => {
  const parts = partsOf(uri);
  if (!parts || parts.rest.length > 1)
    return { refuse: "Type it as rtp://:PORT, where the camera sends to; H.265 as rtp://:PORT?codec=h265." };
  const codec = (parts.query.get("codec") ?? encoding ?? "h264").toLowerCase();
  const known = { h264: "h264", avc: "h264", h265: "h265", hevc: "h265" } as const;
  const found = codec in known ? known[codec as keyof typeof known] : undefined;
  if (found === undefined) return { refuse: "RTP carries ?codec=h264 or ?codec=h265 here." };
  return { kind: "rtp", host: anyHost(parts.host), port: parts.port ?? defaultPort, encoding: found };
};

const anyHost = (host: string): string => (host === "" || host === "*" ? "0.0.0.0" : host);

const transportStreamPlace = (transport: "udp" | "tcp", uri: string): FeedPlace | Refusal => {
  const parts = partsOf(uri);
  const tail = parts && (parts.rest.length > 1 || parts.query.size > 0);
  if (!parts || tail || parts.port === undefined || (transport === "tcp" && parts.host === "")) {
    return { refuse: `MPEG-TS comes by ${transport === "udp" ? "udp://:PORT" : "tcp://HOST:PORT"}.` };
  }
  return { kind: "mpeg-ts", transport, host: transport === "udp" ? anyHost(parts.host) : parts.host, port: parts.port };
};

const y16Place = (uri: string): FeedPlace | Refusal => {
  const parts = partsOf(uri);
  const tail = parts && (parts.rest.length > 1 || parts.query.size > 0 || uri.includes("@"));
  if (!parts || tail || parts.host === "" || parts.port === undefined)
    return { refuse: "Give the camera as y16tcp://HOST:PORT." };
  return { kind: "y16", host: parts.host, port: parts.port };
};

const devicePlace = (uri: string): FeedPlace | Refusal => {
  const [path = "", query = ""] = uri
    .slice("v4l2:".length)
    .replace(/^\/\/(?=\/)/, "")
    .split("?", 2);
  const fields = new URLSearchParams(query);
  if (!/^\/dev\/[\w./-]+$/.test(path) || path.includes(".."))
    return { refuse: "A camera on this computer is v4l2:/dev/video0." };
  const raw = fields.get("format")?.toLowerCase() === "y16";
  const radiometry = asRadiometry(fields);
  if (radiometry !== undefined && "refuse" in radiometry) return radiometry;
  return { kind: "v4l2", device: path, raw, radiometry };
};

const pathPlace = (uri: string): FeedPlace | Refusal => {
  const at = uri.indexOf("?");
  const typed = (at < 0 ? uri : uri.slice(0, at)).slice("file:".length).replace(/^\/\/(?=\/)/, "");
  const fields = new URLSearchParams(at < 0 ? "" : uri.slice(at + 1));
  const path = decoded(typed);
  if (path === undefined || !/^(\/|[a-z]:[\\/]|\/[a-z]:[\\/])/i.test(path))
    return { refuse: "A file or folder is file:/WHOLE/PATH." };
  const fps = fields.get("fps");
  const framesPerS = fps === null ? defaultFolderFps : Number(fps);
  if (!(framesPerS >= 0.1 && framesPerS <= 120)) return { refuse: "?fps= is pictures a second, 0.1 to 120." };
  const radiometry = asRadiometry(fields);
  if (radiometry !== undefined && "refuse" in radiometry) return radiometry;
  const loop = ["1", "true", "yes", ""].includes(fields.get("loop") ?? "0");
  return { kind: "path", path: path.replace(/^\/([a-z]:[\\/])/i, "$1"), framesPerS, loop, radiometry };
};

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};
