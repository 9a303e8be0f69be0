import { isIPv4, isIPv6 } from "node:net";

/** A link string, taken apart. */
export type LinkSpec =
  | { readonly kind: "udpin" | "udpout" | "tcp" | "tcpin"; readonly host: string; readonly port: number }
  | { readonly kind: "serial"; readonly path: string; readonly baud: number };

/** `detail` says what is wrong and gives an example of what to write. */
export type ParsedLinkSpec =
  | { readonly ok: true; readonly spec: LinkSpec }
  | { readonly ok: false; readonly fault: { readonly code: "bad-link-spec"; readonly detail: string } };

const examples: Readonly<Record<LinkSpec["kind"], string>> = {
  udpin: "udpin:0.0.0.0:14550",
  udpout: "udpout:192.168.1.10:14550",
  tcp: "tcp:127.0.0.1:5760",
  tcpin: "tcpin:0.0.0.0:5760",
  serial: "serial:/dev/ttyUSB0:57600",
};

const isKind = (text: string): text is LinkSpec["kind"] => Object.hasOwn(examples, text);

const fault = (detail: string): ParsedLinkSpec => ({ ok: false, fault: { code: "bad-link-spec", detail } });

/**
 * Reads `udpin:HOST:PORT`, `udpout:HOST:PORT`, `tcp:HOST:PORT`, `tcpin:HOST:PORT`, `serial:DEVICE:BAUD`; an IPv6 host stands in
 * brackets.
 * @returns what it says, or a fault whose detail says what is wrong and the right form
 */
export const parseLinkSpec = (text: string): ParsedLinkSpec => {
  const trimmed = text.trim();
  if (/\p{Cc}/u.test(trimmed))
    return fault(`The link has characters in it that can't be seen. Type it anew, as ${examples.udpin}.`);
  const colon = trimmed.indexOf(":");
  const kind = (colon < 0 ? trimmed : trimmed.slice(0, colon)).toLowerCase();
  const rest = colon < 0 ? "" : trimmed.slice(colon + 1);
  if (kind === "udp")
    return fault(`"udp:" doesn't say which way. Write udpin:HOST:PORT to listen or udpout:HOST:PORT to send first.`);
  if (kind === "file")
    return fault(
      `A log is no link. Start a station with --replay ${rest || "flight.tlog"}, or bring it into the archive.`,
    );
  if (!isKind(kind)) return fault(`"${trimmed}" is no link. Write one of ${Object.values(examples).join(", ")}.`);
  if (kind === "serial") return serial(rest);
  return network(kind, rest);
};

const serial = (rest: string): ParsedLinkSpec => {
  const form = `Write ${examples.serial} (a SiK radio has 57600 baud, USB 115200) or serial:COM3:57600.`;
  const colon = rest.lastIndexOf(":");
  if (rest === "" || colon === 0) return fault(`The serial device is missing. ${form}`);
  const baudText = rest.slice(colon + 1);
  if (colon < 0 || baudText === "") return fault(`The baud rate is missing. ${form}`);
  const baud = wholeNumber(baudText);
  if (baud === undefined || baud < 300 || baud > 4_000_000)
    return fault(`"${baudText}" is no baud rate from 300 to 4000000. ${form}`);
  return { ok: true, spec: { kind: "serial", path: rest.slice(0, colon), baud } };
};

const network = (kind: "udpin" | "udpout" | "tcp" | "tcpin", rest: string): ParsedLinkSpec => {
  const form = `Write ${examples[kind]}.`;
  const match = /^(?:\[([^\]]*)\]|([^:]*)):([^:]*)$/.exec(rest);
  if (match === null) {
    if (rest === "") return fault(`Host and port are missing. ${form}`);
    if (isIPv6(rest.replace(/:\d+$/, "")) || isIPv6(rest))
      return fault(`An IPv6 host stands in brackets: ${kind}:[::1]:14550.`);
    return fault(rest.includes(":") ? `"${rest}" is no HOST:PORT. ${form}` : `The port is missing. ${form}`);
  }
  const [, bracketed, plain, portText = ""] = match;
  const host = bracketed ?? plain ?? "";
  if (host === "") return fault(`The host is missing. ${form}`);
  if (bracketed === undefined ? !isHost(host) : !isIPv6(host)) return fault(`"${host}" is no host. ${form}`);
  // Port 0 lets the system choose one, which makes sense only for a port of our own.
  const lowest = kind === "udpin" || kind === "tcpin" ? 0 : 1;
  const port = wholeNumber(portText);
  if (port === undefined || port < lowest || port > 65535)
    return fault(portText === "" ? `The port is missing. ${form}` : `"${portText}" is no port up to 65535. ${form}`);
  return { ok: true, spec: { kind, host, port } };
};

const wholeNumber = (text: string): number | undefined => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);

const isHost = (host: string): boolean => {
  // Four numbers that are no address (10.0.0.300) would otherwise pass as a name and fail much later.
  if (/^[\d.]+$/.test(host)) return isIPv4(host);
  return /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*\.?$/i.test(host);
};

/** "host:port" as people write it, an IPv6 host in brackets. */
export const hostPort = (host: string, port: number): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;

/** The one way to write a spec: equal links give equal strings. */
export const formatLinkSpec = (spec: LinkSpec): string => {
  if (spec.kind === "serial") return `serial:${spec.path}:${spec.baud}`;
  return `${spec.kind}:${hostPort(spec.host.toLowerCase(), spec.port)}`;
};
