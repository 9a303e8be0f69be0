import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SeekQueue } from "../../../../renderer/stores/archive/seek-queue.ts";

const build = ({ hears = true } = {}) => {
  const sent: number[] = [];
  const goals: (number | undefined)[] = [];
  const timers = new Set<() => void>();
  const player = { hears };
  const queue = new SeekQueue({
    send: (positionMs) => {
      if (player.hears) sent.push(positionMs);
      return player.hears;
    },
    onGoal: (goal) => goals.push(goal),
    after: (_delayMs, run) => {
      timers.add(run);
      return () => timers.delete(run);
    },
  });
  const answer = (positionMs: number, playing = false) => {
    queue.shown();
    queue.answered(positionMs, { speed: 1, playing });
  };
  return { queue, sent, goals, timers, player, answer };
};

describe("a seek queue", () => {
  it("sends the first seek at once and of those behind it only the newest, once the first is answered", () => {
    const { queue, sent, goals, answer } = build();

    for (const positionMs of [100, 2_000, 3_000, 4_000]) queue.seek(positionMs);
    expect(sent).toEqual([100]);
    answer(100);

    expect(sent).toEqual([100, 4_000]);
    answer(4_000);
    expect(goals).toEqual([100, 2_000, 3_000, 4_000, undefined]);
  });

  it("takes no word about another place for an answer", () => {
    const { queue, sent, answer } = build();
    queue.seek(60_000);
    queue.seek(90_000);

    answer(1_000, true);

    expect(sent).toEqual([60_000]);
  });

  it("waits for the state as well as for the player's word, in whichever order they come", () => {
    const { queue, sent } = build();
    queue.seek(1_000);
    queue.seek(2_000);

    queue.answered(1_000, { speed: 1, playing: false });
    expect(sent).toEqual([1_000]);
    queue.shown();
    expect(sent).toEqual([1_000, 2_000]);
  });

  it("gives up a seek that nobody answers, so that the next ones get through", () => {
    const { queue, sent, timers } = build();
    queue.seek(1_000);
    queue.seek(5_000);

    for (const run of [...timers]) run();

    expect(sent).toEqual([1_000, 5_000]);
  });

  it("asks for what was wanted last once a player that was away is back", () => {
    const { queue, sent, player } = build();
    queue.seek(1_000);
    queue.seek(7_000);
    queue.lost();
    player.hears = false;
    queue.seek(9_000);

    player.hears = true;
    queue.resume();

    expect(sent).toEqual([1_000, 9_000]);
  });

  it("ends where the hand let go, whatever came between, and never has two under way", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 1e7 }), fc.constant("answer")), { minLength: 1 }),
        (steps) => {
          const { queue, sent, answer } = build();
          let answers = 0;
          let wanted: number | undefined;
          for (const step of steps) {
            if (typeof step === "number") {
              wanted = step;
              queue.seek(step);
            } else if (sent.length > answers) answer(sent[answers++] ?? 0);
            expect(sent.length - answers).toBeLessThanOrEqual(1);
          }
          while (sent.length > answers) answer(sent[answers++] ?? 0);

          expect(sent.at(-1)).toBe(wanted);
        },
      ),
    );
  });
});
