/**
 * A way in and out: a UDP port, a TCP connection, a serial device, a file. A link has one channel per remote peer, so two
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
  /** A file that was read to its end. */
  | { readonly state: "ended" }
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
    | "file-missing"
    | "file-empty"
    | "file-unreadable"
    | "lost"
    | "other";
  readonly detail: string;
}

/** One remote peer of a link. */
export interface Channel {
  /** Unique in the station: link id + remote. */
  readonly id: string;
  readonly linkId: string;
  /** "127.0.0.1:54321", "/dev/ttyUSB0", a file's name. */
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
  /** `bytes` are borrowed until the listener returns. `utcUs`: UTC of arrival, or the log's own stamp for a tlog. */
  | { readonly kind: "bytes"; readonly channel: Channel; readonly bytes: Uint8Array; readonly utcUs: number }
  /** Bytes we sent, for the recorder. */
  | { readonly kind: "sent"; readonly channel: Channel; readonly bytes: Uint8Array; readonly utcUs: number }
  /** Replay only: what follows starts anew at the file's beginning, so forget all state; bytes up to the new position follow at once. */
  | { readonly kind: "rewound" }
  /** Replay only: the position asked for is reached; play goes on from here. */
  | { readonly kind: "sought"; readonly positionMs: number };

/** What a file link adds: a clock that the viewer moves. Positions are ms since the log's first stamp. */
export interface ReplayLink extends Link {
  readonly startUtcUs: number;
  readonly durationMs: number;
  readonly positionMs: number;
  readonly playing: boolean;
  /** Log seconds per real second, 0.1 to 100. */
  readonly speed: number;
  set(change: { readonly playing?: boolean; readonly speed?: number; readonly positionMs?: number }): void;
}
