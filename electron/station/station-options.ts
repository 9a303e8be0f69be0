import type { ClockSource } from "./station-clock.ts";

/** What `serve` was asked for. */
export interface StationOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Listens for HTTPS as well: phones tell their place only to pages that came by it. */
  readonly https?: {
    readonly port: number;
    /** The user's own, as PEM; the station signs one for itself otherwise. */
    readonly files?: { readonly certificate: string; readonly key: string };
    /** Where the station's own is kept. */
    readonly folder: string;
  };
  /** Link strings to open at the start. */
  readonly links: readonly string[];
  /** A scenario to fly; with no link and nothing to replay the built-in one. */
  readonly simulate?: { readonly scenarioPath: string; readonly speed: number; readonly seed?: number };
  /** Files to show as a mission of the archive: its page is the address that is printed, and plays by itself. */
  readonly replay?: { readonly files: readonly string[]; readonly speed: number };
  /** Where the record is kept; absent: nothing is recorded. */
  readonly recordFolder?: string;
  /** Our own MAVLink system id. */
  readonly systemId: number;
  /** The sign-in token; a new one each time if absent. */
  readonly token?: string;
  /** Holds the person detector's model; that of the program if absent. */
  readonly modelFolder?: string | undefined;
  /** Tests have the journal of what clients see written closer, in shorter pieces; real ms. */
  readonly journal?: { readonly everyMs: number; readonly chunkMs: number };
  /** Tests let the wall clock jump. */
  readonly clockSource?: ClockSource;
}

/** Why a station could not start; `detail` says what to do. */
export interface StartFault {
  readonly code:
    | "port-taken"
    | "port-refused"
    | "host-unknown"
    | "bad-certificate"
    | "bad-link-spec"
    | "bad-scenario"
    | "bad-replay"
    | "record-locked"
    | "record-unusable";
  readonly detail: string;
}
