import { isIPv4 } from "node:net";
import type { VideoStream } from "../../shared/vehicle/vehicle-state.ts";

const defaultPort = 5600;

/**
 * The address of a stream as `openFeed` takes it, from what the vehicle's VIDEO_STREAM_INFORMATION says: its `uri` may be a
 * whole address, "HOST:PORT", or for RTP and MPEG-TS over UDP the port alone.
 * @returns undefined where it says nothing that could be opened
 */
export const feedUriOf = ({ uri, transport, encoding }: VideoStream): string | undefined => {
  const said = uri.trim();
  const udp = transport === "mpeg-ts" ? "udp" : "rtp";
  // An RTP stream without a description is taken for H.264 unless the vehicle says otherwise.
  const codec = udp === "rtp" && encoding === "h265" ? "?codec=h265" : "";
  if (said === "")
    return transport === "rtp-udp" || transport === "mpeg-ts" ? `${udp}://:${defaultPort}${codec}` : undefined;
  if (/^[0-9]{1,5}$/.test(said))
    return transport === "rtsp" || transport === "tcp-mpeg" ? undefined : `${udp}://:${said}${codec}`;
  const scheme = /^([a-z0-9+.-]+):\/\//i.exec(said)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    if (!/^[^/\s]+(:[0-9]{1,5})?(\/\S*)?$/.test(said)) return undefined;
    if (transport === "rtsp") return `rtsp://${said}`;
    if (transport === "tcp-mpeg") return `tcp://${said}`;
    return listening(udp, said, codec);
  }
  // Ground stations write udp:// for RTP, too; how it travels is said beside it.
  if (scheme === "udp" && transport === "rtp-udp") return listening("rtp", said.slice("udp://".length), codec);
  if (scheme === "rtp") return listening("rtp", said.slice("rtp://".length), codec);
  return said;
};

/** UDP comes to a port of ours: of the address only a multicast group says where to listen. */
const listening = (scheme: "rtp" | "udp", place: string, codec: string): string => {
  const [where = "", query = ""] = place.split("?", 2);
  const found = /^@?([^:/]*)(?::([0-9]{1,5}))?/.exec(where);
  const host = found?.[1] ?? "";
  const port = found?.[2] ?? String(defaultPort);
  const group = isIPv4(host) && Number(host.split(".")[0]) >= 224 && Number(host.split(".")[0]) <= 239 ? host : "";
  return `${scheme}://${group}:${port}${query === "" ? codec : `?${query}`}`;
};
