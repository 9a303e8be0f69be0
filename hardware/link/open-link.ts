import type { Link } from "./link.ts";
import { type LinkClock, systemLinkClock } from "./link-clock.ts";
import { formatLinkSpec, type LinkSpec, parseLinkSpec } from "./parse-link-spec.ts";
import { serialTransport } from "./serial-transport.ts";
import { tcpTransport } from "./tcp-transport.ts";
import { tcpinTransport } from "./tcpin-transport.ts";
import { type Transport, TransportLink } from "./transport-link.ts";
import { udpTransport } from "./udp-transport.ts";

export { formatLinkSpec, type LinkSpec, type ParsedLinkSpec, parseLinkSpec } from "./parse-link-spec.ts";

export interface CreateLinkOptions {
  /** Unique in the station; channel ids start with it. */
  readonly id: string;
  readonly clock?: LinkClock;
  /** udpin, udpout, tcpin: a peer that was silent for so long loses its channel; 60 s. */
  readonly peerIdleMs?: number;
  /** udpin, udpout, tcpin: how many channels a link may have; 256. */
  readonly maxPeers?: number;
  /** tcp: connects again when a peer that spoke was silent for so long; 20 s. */
  readonly silenceMs?: number;
}

/**
 * Makes the link that a link string asks for; nothing happens before its `open()`.
 * @throws where the string is wrong: check what people type with `parseLinkSpec` first
 */
export const createLink = (spec: string, options: CreateLinkOptions): Link => {
  const parsed = parseLinkSpec(spec);
  if (!parsed.ok) throw new Error(`createLink got a bad link string: ${parsed.fault.detail}`);
  const clock = options.clock ?? systemLinkClock;
  return new TransportLink({
    id: options.id,
    spec: formatLinkSpec(parsed.spec),
    transport: transportOf(parsed.spec, options, clock),
    clock,
  });
};

const transportOf = (spec: LinkSpec, options: CreateLinkOptions, clock: LinkClock): Transport => {
  const { peerIdleMs = 60_000, maxPeers = 256, silenceMs = 20_000 } = options;
  switch (spec.kind) {
    case "udpin":
    case "udpout":
      return udpTransport({ kind: spec.kind, host: spec.host, port: spec.port, clock, peerIdleMs, maxPeers });
    case "tcp":
      return tcpTransport({ host: spec.host, port: spec.port, clock, silenceMs, connectTimeoutMs: 10_000 });
    case "tcpin":
      return tcpinTransport({ host: spec.host, port: spec.port, clock, peerIdleMs, maxPeers });
    case "serial":
      return serialTransport(spec);
  }
};
