import type { WebSocket } from "ws";
import type {
  ArchiveList,
  MissionDetails,
  PlayerCommand,
  PlayerMessage,
  PlayerView,
  VerifyAnswer,
} from "../../shared/wire/archive.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import type { StreamMessage } from "../../shared/wire/stream.ts";

/** A mission of the fake station. */
export interface FakeMission {
  readonly details: () => MissionDetails;
  /** What screens showed at an instant; the clock is the station's then. */
  readonly stateAt: (positionMs: number) => StateSnapshot;
}

export interface FakeArchiveOptions {
  readonly list: () => ArchiveList;
  readonly missions: Readonly<Record<string, FakeMission>>;
  readonly verify?: (missionId: string) => VerifyAnswer;
  /** @returns why it is refused; undefined: taken */
  readonly import?: (
    query: URLSearchParams,
    bytes: number,
  ) => { readonly code: string; readonly detail: string } | undefined;
  /** How long a seek takes, ms: a test of scrubbing wants it slow. */
  readonly seekMs?: number;
}

const tickMs = 50;

/** What a player did, for a test to look at. */
export interface PlayedCommand {
  readonly missionId: string;
  readonly command: PlayerCommand;
}

/** One client's player: says snapshots as the station's does, and goes on by itself while it plays. */
export class FakePlayer {
  readonly #missionId: string;
  readonly #mission: FakeMission;
  readonly #socket: WebSocket;
  readonly #seekMs: number;
  readonly #timer: ReturnType<typeof setInterval>;
  #positionMs: number;
  #playing = false;
  #speed = 1;
  #skipIdle = false;
  #atMs = performance.now();

  constructor(
    socket: WebSocket,
    options: {
      readonly missionId: string;
      readonly mission: FakeMission;
      readonly atMs: number;
      readonly seekMs: number;
    },
  ) {
    this.#socket = socket;
    this.#missionId = options.missionId;
    this.#mission = options.mission;
    this.#positionMs = Math.min(options.atMs, this.#durationMs);
    this.#seekMs = options.seekMs;
    this.#tell();
    this.#timer = setInterval(() => {
      this.#advance();
      if (this.#playing) this.#tell();
    }, tickMs);
    socket.on("close", () => clearInterval(this.#timer));
  }

  command(command: PlayerCommand): void {
    this.#advance();
    switch (command.type) {
      case "seek":
        setTimeout(() => {
          this.#positionMs = Math.min(Math.max(0, command.positionMs), this.#durationMs);
          this.#tell();
        }, this.#seekMs);
        return;
      case "play":
        this.#speed = command.speed;
        this.#playing = true;
        break;
      case "pause":
        this.#playing = false;
        break;
      case "skip-idle":
        this.#skipIdle = command.on;
        break;
      case "step":
        this.#playing = false;
        this.#positionMs = Math.max(0, this.#positionMs + command.direction * 100);
        break;
    }
    this.#tell();
  }

  get #durationMs(): number {
    return this.#mission.details().timeline.durationMs;
  }

  #advance(): void {
    const nowMs = performance.now();
    const passedMs = nowMs - this.#atMs;
    this.#atMs = nowMs;
    if (!this.#playing) return;
    this.#positionMs = Math.min(Math.max(0, this.#positionMs + passedMs * this.#speed), this.#durationMs);
    if (this.#positionMs === this.#durationMs || this.#positionMs === 0) this.#playing = false;
  }

  #tell(): void {
    const state = this.#mission.stateAt(this.#positionMs);
    const snapshot = { ...state, clock: { ...state.clock, rate: this.#playing ? this.#speed : 0 } };
    const player: PlayerView = {
      missionId: this.#missionId,
      positionMs: this.#positionMs,
      durationMs: this.#durationMs,
      playing: this.#playing,
      speed: this.#speed,
      skipIdle: this.#skipIdle,
    };
    this.#say({ type: "snapshot", snapshot });
    this.#say({ type: "player", player });
  }

  #say(message: StreamMessage | PlayerMessage): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
