/** Times of one batch, ms. */
export interface PhoneTimes {
  /** When it came, by the station's clock, UTC. */
  readonly receivedUtcMs: number;
  /** How many ms of the station's clock pass in one of the phone's. */
  readonly rate: number;
  /** When it was sent and when it happened, both by the phone's clock, which may be wrong by any amount. */
  readonly sentAtPhoneMs: number;
  readonly happenedAtPhoneMs: number;
}

/** No link lives longer, so nothing waits longer in a phone: 30 days. */
const longestWaitMs = 720 * 3_600_000;

/**
 * When something happened, UTC ms: as long before it was received as the phone says it was before it was sent. How wrong the
 * phone's clock is falls out; how long the batch was under way (seconds) does not. Never in the future; where the phone's clock
 * was set meanwhile, so that the answer can't be, it is taken to have happened now.
 */
export const happenedUtcMs = ({ receivedUtcMs, rate, sentAtPhoneMs, happenedAtPhoneMs }: PhoneTimes): number => {
  const waitedMs = sentAtPhoneMs - happenedAtPhoneMs;
  return waitedMs >= 0 && waitedMs <= longestWaitMs ? receivedUtcMs - waitedMs * rate : receivedUtcMs;
};
