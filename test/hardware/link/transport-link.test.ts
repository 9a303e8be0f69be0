import { describe, expect, test } from "vitest";
import type { LinkFault, LinkState } from "../../../hardware/link/link.ts";
import { type Attempt, TransportLink } from "../../../hardware/link/transport-link.ts";
import { ManualClock } from "../../support/manual-clock.ts";

const lost: LinkFault = { code: "lost", detail: "gone" };

/** A link over a transport that a test plays itself. */
const make = (onStart: (attempt: Attempt) => void = () => {}) => {
  const clock = new ManualClock();
  const attempts: Attempt[] = [];
  let stops = 0;
  let letGo: Promise<void> = Promise.resolve();
  const link = new TransportLink({
    id: "l1",
    spec: "test:",
    clock,
    transport: (attempt) => {
      attempts.push(attempt);
      onStart(attempt);
      return () => {
        stops++;
        return letGo;
      };
    },
  });
  const states: LinkState[] = [];
  const kinds: string[] = [];
  link.on((event) => {
    kinds.push(event.kind);
    if (event.kind === "state") states.push(event.state);
  });
  const newest = (): Attempt => {
    const attempt = attempts.at(-1);
    if (attempt === undefined) throw new Error("No attempt was made.");
    return attempt;
  };
  const holdStops = (until: Promise<void>): void => {
    letGo = until;
  };
  return { link, clock, attempts, states, kinds, newest, holdStops, stops: () => stops };
};

describe("a link", () => {
  test("waits longer after each failure, up to ten seconds", async () => {
    const { link, clock, states } = make((attempt) => queueMicrotask(() => attempt.failed(lost)));
    link.open();

    await clock.advance(60_000);

    const pauses = states.flatMap((state) => (state.state === "waiting" ? [state.retryInMs] : []));
    expect(pauses.slice(0, 8)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
  });

  test("begins with a short pause again when it had held for a while", async () => {
    const { link, clock, states, newest } = make();
    link.open();
    newest().failed(lost);
    await clock.advance(500);
    newest().opened("here");
    await clock.advance(5_000);

    newest().failed(lost);

    expect(states.at(-1)).toEqual({ state: "waiting", fault: lost, retryInMs: 500 });
  });

  test("that opens and breaks at once doesn't hammer", async () => {
    const { link, clock, attempts } = make((attempt) =>
      queueMicrotask(() => {
        attempt.opened();
        attempt.failed(lost);
      }),
    );
    link.open();

    await clock.advance(30_000);

    expect(attempts.length).toBeGreaterThan(3);
    expect(attempts.length).toBeLessThan(9);
  });

  test("hears nothing more from a try that failed", async () => {
    const { link, clock, attempts, states, kinds } = make();
    link.open();
    const [first] = attempts;
    const channel = first?.openChannel("peer", () => true);
    first?.opened();
    first?.failed(lost);
    const before = [states.length, kinds.length];

    first?.opened("late");
    first?.failed(lost);
    channel?.received(Uint8Array.of(1));
    first?.openChannel("late peer", () => true);

    expect([states.length, kinds.length]).toEqual(before);
    expect(channel?.send(Uint8Array.of(1))).toBe(false);
    expect(link.channels.size).toBe(0);
    await clock.advance(500);
    expect(attempts).toHaveLength(2);
  });

  test("lets go of the old socket or device before it tries again", async () => {
    const { link, clock, attempts, newest, holdStops } = make();
    let release = (): void => {};
    holdStops(
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    link.open();
    newest().failed(lost);
    await clock.advance(5_000);
    expect(attempts).toHaveLength(1);

    release();
    await clock.advance(1);

    expect(attempts).toHaveLength(2);
  });

  test("stops a try once, also one that failed while it was being made", async () => {
    const { link, clock, stops, attempts } = make((attempt) => attempt.failed(lost));
    link.open();
    expect(stops()).toBe(1);
    await clock.advance(500);
    expect(stops()).toBe(2);

    await link.close();
    await clock.advance(60_000);

    expect(attempts).toHaveLength(2);
    expect(stops()).toBe(2);
  });

  test("may be closed by a listener at any event", async () => {
    for (const closeAt of ["opening", "open", "waiting"]) {
      const { link, clock, attempts } = make((attempt) =>
        queueMicrotask(() => {
          attempt.opened();
          attempt.failed(lost);
        }),
      );
      link.on((event) => {
        if (event.kind === "state" && event.state.state === closeAt) void link.close();
      });
      link.open();
      await clock.advance(60_000);

      expect(link.state).toEqual({ state: "closed" });
      expect(attempts.length).toBeLessThanOrEqual(1);
    }
  });

  test("counts the bytes of a channel by the second", async () => {
    const { link, clock, newest } = make();
    link.open();
    newest().opened();
    const channel = newest().openChannel("peer", () => true);
    for (let i = 0; i < 40; i++) {
      channel.received(new Uint8Array(100));
      await clock.advance(100);
    }
    expect(channel.bytesPerSIn).toBe(1_000);

    await clock.advance(10_000);
    expect(channel.bytesPerSIn).toBe(0);
  });

  test("hands over plain bytes, whose slice is a copy", () => {
    const { link, newest } = make();
    const seen: Uint8Array[] = [];
    link.on((event) => {
      if (event.kind === "bytes") seen.push(event.bytes.slice());
    });
    link.open();
    const channel = newest().openChannel("peer", () => true);
    const buffer = Buffer.from([1, 2, 3]);
    channel.received(buffer.subarray(1));
    buffer.fill(0);

    expect(seen).toEqual([Uint8Array.of(2, 3)]);
  });
});
