import { statSync } from "node:fs";
import { isIP } from "node:net";
import { feedUriOf } from "../../../hardware/thermal/feed-uri-of.ts";
import { type FeedPlace, parseFeedAddress } from "../../../hardware/thermal/parse-feed-address.ts";
import type { VideoStream } from "../../../shared/vehicle/vehicle-state.ts";
import type { FeedFaultCode } from "../../../shared/wire/feeds.ts";

/** An address that may be opened, or why it may not. */
export type AllowedAddress =
  | { readonly ok: true; readonly uri: string }
  | { readonly ok: false; readonly uri: string; readonly code: FeedFaultCode; readonly detail: string };

/** Ports below are the system's own. */
const lowestPort = 1024;

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));

/** @param remotes "host:port" */
const hostsOf = (remotes: readonly string[]): readonly string[] =>
  remotes.map((remote) => bare(remote.replace(/:\d+$/, "")));

const bare = (host: string): string => host.replace(/^\[|\]$/g, "").toLowerCase();

/** Where a place connects to; undefined for what listens or lies on this computer. */
const farHost = (place: FeedPlace): string | undefined => {
  if (place.kind === "y16" || (place.kind === "mpeg-ts" && place.transport === "tcp")) return bare(place.host);
  return place.kind === "rtsp" ? bare(new URL(place.url).hostname) : undefined;
};

/** What a place listens on: the address is a multicast group's, or 0.0.0.0. */
const listensOn = (place: FeedPlace): { readonly host: string; readonly port: number } | undefined =>
  place.kind === "rtp" || (place.kind === "mpeg-ts" && place.transport === "udp") ? place : undefined;

/** A whole address, a port, a host with a port; a name alone only beside how it travels. */
const saysWhere = ({ uri, transport }: VideoStream): boolean =>
  /^\s*(?:[a-z0-9+.-]+:\/\/\S+|\d{1,5}|[^\s/:]+:\d{1,5}(?:\/\S*)?)\s*$/i.test(uri) ||
  (transport !== undefined && /^\s*[\w.-]*(?:\/\S*)?\s*$/.test(uri));

/**
 * Whether a vehicle's word is enough: a radio message must not make the station knock at any address, nor at what else listens
 * on this machine. Only the vehicle's own address is connected to, so this machine's for a simulator or relay on it. Where
 * pictures are sent to us, only the port is the vehicle's to say: it is opened on this machine alone while the vehicle is heard
 * from nowhere else, and never one of the system's.
 * @param remotes of the channels that the vehicle is heard on, "host:port"
 */
export const announcedAddress = (stream: VideoStream, remotes: readonly string[]): AllowedAddress => {
  const uri = saysWhere(stream) ? feedUriOf(stream) : undefined;
  const parsed = uri === undefined ? undefined : parseFeedAddress(uri);
  const noAddress = (detail = `The camera says "${stream.uri}", which is no address.`): AllowedAddress => {
    return { ok: false, uri: stream.uri, code: "bad-address", detail: `${detail} Type the address in.` };
  };
  if (uri === undefined || parsed === undefined) return noAddress();
  if (!parsed.ok) return noAddress(parsed.detail);
  const refuse = (why: string): AllowedAddress => {
    const detail = `The camera's address ${parsed.shown} ${why}`;
    return { ok: false, uri, code: "address-refused", detail };
  };
  const hosts = hostsOf(remotes);
  const ear = listensOn(parsed.place);
  if (ear !== undefined) {
    if (ear.port < lowestPort) return refuse(`names a port below ${lowestPort}, which is not opened.`);
    const isHere = hosts.length > 0 && hosts.every(isLoopback) && ear.host === "0.0.0.0";
    return { ok: true, uri: isHere ? uri.replace(/^(rtp|udp):\/\/[^:]*/, "$1://127.0.0.1") : uri };
  }
  const host = farHost(parsed.place);
  if (host === undefined) return refuse("is of no kind that is opened on a vehicle's word. Type it in.");
  if (isLoopback(host) ? hosts.some(isLoopback) : hosts.includes(host)) return { ok: true, uri };
  return refuse(
    "is not the vehicle's own and is not opened. Set the vehicle's own address in its camera, or type it in.",
  );
};

/**
 * An address that a person typed in. They have the token, with which vehicles can be commanded, so any camera of theirs is good.
 * Files are another matter: who may command from afar shall not look through this computer's pictures, so files are for
 * stations that only listen on this computer, and only files and folders that are there. Of devices only cameras.
 */
export const typedAddress = (uri: string, { onlyHere }: { readonly onlyHere: boolean }): AllowedAddress => {
  const refuse = (code: FeedFaultCode, detail: string): AllowedAddress => ({ ok: false, uri, code, detail });
  const parsed = parseFeedAddress(uri);
  if (!parsed.ok) return refuse("bad-address", parsed.detail);
  const { place } = parsed;
  if (place.kind === "v4l2" && !/^\/dev\/video\d{1,3}$/.test(place.device))
    return refuse("bad-address", "A camera of this computer is written v4l2:/dev/video0.");
  if (place.kind !== "path") return { ok: true, uri };
  if (!onlyHere)
    return refuse("address-refused", "Files are played only by a station that listens on 127.0.0.1 alone.");
  if (!isFileOrFolder(place.path))
    return refuse("file-missing", `There is no file or folder ${place.path} on this computer.`);
  return { ok: true, uri };
};

/** Pipes and devices would wait, or give what nobody meant. */
const isFileOrFolder = (path: string): boolean => {
  try {
    const stats = statSync(path);
    return stats.isFile() || stats.isDirectory();
  } catch {
    return false;
  }
};

/** What two feeds can't open at once: a port that is listened on, or a device. Undefined for what any number may look at. */
export const exclusiveOf = (uri: string): string | undefined => {
  const parsed = parseFeedAddress(uri);
  if (!parsed.ok) return undefined;
  const { place } = parsed;
  if (place.kind === "v4l2") return place.device;
  const ear = listensOn(place);
  return ear === undefined ? undefined : `UDP port ${ear.port}`;
};
