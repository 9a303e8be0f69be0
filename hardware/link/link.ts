/**
 * A way in and out: a UDP port, a TCP connection, a serial device. A link has one channel per remote peer, so two
 * drones that send to the same UDP port are two channels. Bytes are handed over raw; framing is the station's business.
 */
export interface Link {
  readonly id: string;
  /** The link string it was opened from, e.g. "udpin:0.0.0.0:14550". */
  readonly spec: string;
  readonly state: LinkState;
  readonly channels: ReadonlyMap<string, Channel>;
  /** Starts; keeps trying with back-off until closed. State and faults come as events. */
  open(): void;
  close(): Promise<void>;
  /** @returns the unsubscribe */
  on(listener: (event: LinkEvent) => void): () => void;
}

/** Where a link is in its life. */
export type LinkState =
  | { readonly state: "opening" }
  /** `address` is what was really bound ("127.0.0.1:51234" where port 0 was asked). */
  | { readonly state: "open"; readonly address?: string }
  | { readonly state: "waiting"; readonly fault: LinkFault; readonly retryInMs: number }
  | { readonly state: "closed" };

/** Why a link doesn't carry. `detail` says what to do. */
export interface LinkFault {
  readonly code:
    | "port-taken"
    | "connection-refused"
    | "host-unknown"
    | "device-missing"
    | "device-busy"
    | "permission-denied"
    | "lost"
    | "other";
  readonly detail: string;
}

/** One remote peer of a link. */
export interface Channel {
  /** Unique in the station: link id + remote. */
  readonly id: string;
  readonly linkId: string;
  /** "127.0.0.1:54321", "/dev/ttyUSB0". */
  readonly remote: string;
  /** Measured over the last seconds, for stream rates. */
  readonly bytesPerSIn: number;
  /** @returns false when the bounded queue is full or the channel is gone: the bytes were not queued. */
  send(bytes: Uint8Array): boolean;
}

/** What listeners of a link hear. */
export type LinkEvent =
  | { readonly kind: "state"; readonly state: LinkState }
  | { readonly kind: "channel-opened"; readonly channel: Channel }
  | { readonly kind: "channel-closed"; readonly channel: Channel }
  /** `bytes` are borrowed until the listener returns. `utcUs`: UTC of arrival. */
  | { readonly kind: "bytes"; readonly channel: Channel; readonly bytes: Uint8Array; readonly utcUs: number }
  /** Bytes we sent, for the recorder. */
  | { readonly kind: "sent"; readonly channel: Channel; readonly bytes: Uint8Array; readonly utcUs: number };
