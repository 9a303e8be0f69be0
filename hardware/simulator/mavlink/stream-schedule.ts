/** Messages of each REQUEST_DATA_STREAM group, as ArduPilot has them. */
const groups: ReadonlyMap<number, readonly number[]> = new Map([
  [2, [1, 24, 42, 87, 162]],
  [6, [33]],
  [10, [30, 285]],
  [11, [74]],
  [12, [2, 147, 168, 193]],
]);

const allGroups = 0;
/** ArduPilot's loop sends no message faster than this. */
const fastestUs = 20_000;

/** Which messages are to be sent how often. Nothing until asked for. */
export class StreamSchedule {
  readonly #known: (messageId: number) => boolean;
  readonly #intervalUs = new Map<number, number>();
  readonly #dueUs = new Map<number, number>();

  constructor(known: (messageId: number) => boolean) {
    this.#known = known;
  }

  /** @param intervalUs 0: the default, which is off here; -1: off @returns false for a message this autopilot does not have */
  set(messageId: number, intervalUs: number, nowMs: number): boolean {
    if (!this.#known(messageId)) return false;
    if (intervalUs <= 0) {
      this.#intervalUs.delete(messageId);
      this.#dueUs.delete(messageId);
      return true;
    }
    this.#intervalUs.set(messageId, Math.max(fastestUs, intervalUs));
    this.#dueUs.set(messageId, nowMs * 1000);
    return true;
  }

  setGroup(group: number, ratePerS: number, nowMs: number): void {
    const wanted = group === allGroups ? [...groups.values()].flat() : (groups.get(group) ?? []);
    for (const messageId of wanted) this.set(messageId, ratePerS > 0 ? 1e6 / ratePerS : -1, nowMs);
  }

  /** Microseconds; 0 where the message is not streamed, -1 where it does not exist. */
  intervalUs(messageId: number): number {
    if (!this.#known(messageId)) return -1;
    return this.#intervalUs.get(messageId) ?? 0;
  }

  /** Calls `send` for each message whose time has come; one that fell behind is sent once, not in a burst. */
  run(nowMs: number, send: (messageId: number) => void): void {
    const nowUs = nowMs * 1000;
    for (const [messageId, intervalUs] of this.#intervalUs) {
      const due = this.#dueUs.get(messageId) ?? nowUs;
      if (nowUs < due) continue;
      this.#dueUs.set(messageId, Math.max(due + intervalUs, nowUs - intervalUs));
      send(messageId);
    }
  }
}
