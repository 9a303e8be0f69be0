import type { MissionTimeline } from "../../../../shared/archive/timeline.ts";
import type { PlayerCommand, PlayerMessage, PlayerView } from "../../../../shared/wire/archive.ts";
import type { StateSnapshot, StationView } from "../../../../shared/wire/state.ts";
import type { StreamMessage } from "../../../../shared/wire/stream.ts";
import type { ArchivedInstant } from "../../archived-instant.ts";
import { deltaBetween, type PublishedState, wireStateOf } from "../../published-state.ts";
import type { ArchivedMission } from "../archived-mission.ts";
import { skipIdle } from "./skip-idle.ts";
import type { Turns } from "./turns.ts";

export interface PlayerOptions {
  readonly mission: ArchivedMission;
  /** As which id the client asked for it: "now", or the mission's own. */
  readonly missionId: string;
  readonly send: (message: StreamMessage | PlayerMessage) => void;
  /** Bytes accepted but not yet handed to the network. */
  readonly bufferedBytes: () => number;
  /** Monotonic, real, ms. */
  readonly nowMs: () => number;
  /** What it should show can't be read; it says nothing more. */
  readonly onFailed: (error: unknown) => void;
  /** Of all players; absent: it is alone. */
  readonly turns?: Turns;
}

/** While so much waits for a client it gets nothing new: what comes then is where its player is by then. */
const backedUpBytes = 256 * 1024;
/** Backwards, whole states are sent: so often, ms. */
const backwardsEveryMs = 200;
/** What is being recorded grows all the time: clients fetch its details anew so often at most, ms. */
const growthEveryMs = 5_000;
/** With nothing new the clock goes so often, so that a client notices a station that hangs. */
const idleMs = 1_000;

/** Walks one client through a mission: says the state at its instant as the live stream would, and goes on by itself while it plays. */
export class Player {
  readonly #options: PlayerOptions;
  readonly #stopListening: () => void;
  #positionMs = 0;
  #speed = 1;
  #playing = false;
  #skipIdle = false;
  /** Real time at which `#positionMs` was right. */
  #atRealMs: number;
  #idle: MissionTimeline["idle"] = [];
  #told: PublishedState | undefined;
  #toldPositionMs = Number.NaN;
  #toldView = "";
  #sentMs = Number.NEGATIVE_INFINITY;
  /** Something jumped: the client takes all anew. */
  #jumped = true;
  #busy = false;
  #again = false;
  #stepping = false;
  #toldGrowthMs = Number.NEGATIVE_INFINITY;
  #growthTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#atRealMs = options.nowMs();
    this.#stopListening = options.mission.on(() => this.#try(async () => this.#grew()));
    this.#tellGrowth();
  }

  /** Where it begins; later on clients say it by commands. */
  begin(positionMs: number): void {
    this.#try(async () => {
      this.#jumpTo(positionMs);
      await this.#show();
    });
  }

  command(command: PlayerCommand): void {
    this.#try(() => this.#obey(command));
  }

  async #obey(command: PlayerCommand): Promise<void> {
    this.#advance();
    switch (command.type) {
      case "seek":
        this.#jumpTo(command.positionMs);
        break;
      case "play":
        this.#play(command.speed);
        break;
      case "pause":
        this.#playing = false;
        break;
      case "skip-idle":
        this.#skipIdle = command.on;
        break;
      case "step":
        await this.#step(command.direction);
        break;
    }
    await this.#show();
  }

  /** To be called some 20 times a second. */
  tick(): void {
    this.#try(() => this.#goOn());
  }

  async #goOn(): Promise<void> {
    // What just came to its end has to be seen there.
    const wasPlaying = this.#playing;
    this.#advance();
    const realMs = this.#options.nowMs();
    const everyMs = wasPlaying ? (this.#speed < 0 ? backwardsEveryMs : 0) : idleMs;
    if (realMs - this.#sentMs >= everyMs) await this.#show();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#growthTimer);
    this.#stopListening();
  }

  /** What happens for the first time in a while is told at once. */
  #grew(): void {
    const { mission, nowMs } = this.#options;
    const waitMs = mission.summary.live ? this.#toldGrowthMs + growthEveryMs - nowMs() : 0;
    if (waitMs <= 0) this.#tellGrowth();
    else this.#growthTimer ??= setTimeout(() => this.#tellGrowth(), waitMs);
  }

  #tellGrowth(): void {
    this.#try(() => this.#turn(() => this.#onGrown()));
  }

  /** It is being recorded, or read for the first time: its end is not known yet. */
  get #grows(): boolean {
    const { live, readFraction } = this.#options.mission.summary;
    return live || readFraction !== undefined;
  }

  get #view(): PlayerView {
    const { mission, missionId } = this.#options;
    const { readFraction } = mission.summary;
    return {
      missionId,
      positionMs: this.#positionMs,
      durationMs: mission.durationMs,
      playing: this.#playing,
      speed: this.#speed,
      skipIdle: this.#skipIdle,
      ...(readFraction === undefined ? {} : { readFraction }),
    };
  }

  #jumpTo(positionMs: number): void {
    this.#positionMs = Math.min(Math.max(0, positionMs), this.#options.mission.durationMs);
    this.#jumped = true;
  }

  /** At an end, playing towards it begins anew from the other; a mission that still grows goes on at its end. */
  #play(speed: number): void {
    const { durationMs } = this.#options.mission;
    if (speed > 0 && this.#positionMs >= durationMs && !this.#grows) this.#jumpTo(0);
    if (speed < 0 && this.#positionMs <= 0) this.#jumpTo(durationMs);
    this.#speed = speed;
    this.#playing = true;
  }

  /** One at a time: whoever asks faster than a log can be searched gets there with the next one. */
  async #step(direction: 1 | -1): Promise<void> {
    this.#playing = false;
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      const positionMs = await this.#options.mission.stepFrom(this.#positionMs, direction);
      if (positionMs === undefined || this.#closed) return;
      this.#jumpTo(positionMs);
    } finally {
      this.#stepping = false;
    }
  }

  /** Files of a mission may be damaged, or gone: that ends its player and nothing else. */
  #try(show: () => Promise<void>): void {
    show().catch((error) => {
      if (this.#closed) return;
      this.close();
      this.#options.onFailed(error);
    });
  }

  /** Moves on by the time that went by. */
  #advance(): void {
    const realMs = this.#options.nowMs();
    const passedMs = realMs - this.#atRealMs;
    this.#atRealMs = realMs;
    if (!this.#playing) return;
    const { durationMs } = this.#options.mission;
    const aheadMs = this.#positionMs + passedMs * this.#speed;
    const nextMs = this.#skipIdle ? skipIdle(this.#idle, aheadMs, this.#speed) : aheadMs;
    if (nextMs !== aheadMs) this.#jumped = true;
    this.#positionMs = Math.min(Math.max(0, nextMs), durationMs);
    const isAtEnd = this.#speed > 0 ? nextMs >= durationMs && !this.#grows : nextMs <= 0;
    if (isAtEnd) this.#playing = false;
  }

  async #onGrown(): Promise<void> {
    const { mission, nowMs, send } = this.#options;
    clearTimeout(this.#growthTimer);
    this.#growthTimer = undefined;
    this.#toldGrowthMs = nowMs();
    const { idle } = await mission.timeline();
    // A long timeline takes its time, and so it does at the client's.
    this.#toldGrowthMs = nowMs();
    this.#idle = idle;
    if (!this.#closed) send({ type: "details-changed" });
  }

  /** Sends where it is now; one at a time, and never an older place after a newer one. */
  async #show(): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      do {
        this.#again = false;
        if (this.#closed || this.#options.bufferedBytes() > backedUpBytes) return;
        await this.#turn(() => this.#tell());
      } while (this.#again);
    } finally {
      this.#busy = false;
    }
  }

  #turn(work: () => Promise<void>): Promise<void> {
    return this.#options.turns?.take(work) ?? work();
  }

  async #tell(): Promise<void> {
    if (this.#closed) return;
    const { mission, send, nowMs } = this.#options;
    const view = this.#view;
    const isJump = this.#jumped;
    this.#jumped = false;
    const instant = await mission.at(view.positionMs);
    if (this.#closed) return;
    const { clock, state } = replayed(instant, view, mission);
    const viewText = JSON.stringify(view);
    const isNews = isJump || viewText !== this.#toldView || this.#told === undefined;
    if (!isNews && nowMs() - this.#sentMs < idleMs) return;
    this.#sentMs = nowMs();
    this.#toldView = viewText;
    send({ type: "player", player: { ...view, utcMs: clock.utcMs } });
    const isOnward = !isJump && view.positionMs >= this.#toldPositionMs;
    if (this.#told === undefined || !isOnward) {
      // A jump: sounds and marks start over. Playing backwards is none, and would flicker.
      if (this.#told !== undefined && isJump) send({ type: "reset" });
      send({ type: "snapshot", snapshot: snapshotOf({ ...instant, clock, state }) });
    } else send({ type: "delta", delta: deltaBetween(this.#told, state, clock) });
    this.#told = state;
    this.#toldPositionMs = view.positionMs;
  }
}

/** The same state as a replay shows it: nothing can be commanded in it, and its clock runs as the player does. */
const replayed = (
  { clock, state }: ArchivedInstant,
  { positionMs, durationMs, playing, speed }: PlayerView,
  { summary }: ArchivedMission,
): Pick<ArchivedInstant, "clock" | "state"> => {
  const startUtcMs = summary.startUtcMs ?? clock.utcMs - positionMs;
  const station: StationView = {
    ...state.station,
    mode: "replay",
    replay: {
      file: summary.name,
      startUtcMs,
      endUtcMs: startUtcMs + durationMs,
      ...{ positionMs, durationMs, speed, playing },
    },
  };
  return { clock: { ...clock, rate: playing ? speed : 0 }, state: { ...state, station } };
};

const snapshotOf = ({ clock, state, trails, trailDetails }: ArchivedInstant): StateSnapshot => ({
  ...wireStateOf(state),
  ...{ clock, trails, trailDetails },
  // Nothing is numbered here: what happened lies in the timeline.
  eventN: 0,
  numbering: "archive",
});
