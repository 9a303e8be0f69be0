import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FrameWriter } from "../../../shared/mavlink/codec.ts";
import { LinkStatistics } from "../../../shared/mavlink/link-statistics.ts";
import { FrameScanner } from "../../../shared/mavlink/scanner.ts";

/** Frames of one component, each different, with sequence numbers from 0. */
const framesOf = (count: number, options: { systemId?: number; firstTimeMs?: number } = {}): Uint8Array[] => {
  const { systemId = 1, firstTimeMs = 0 } = options;
  const writer = new FrameWriter({ systemId, componentId: 1 });
  return Array.from({ length: count }, (_, index) => writer.write("ATTITUDE", { timeBootMs: firstTimeMs + index }));
};

const observe = (frames: readonly Uint8Array[]) => {
  const statistics = new LinkStatistics();
  const scanner = new FrameScanner();
  const verdicts: string[] = [];
  for (const bytes of frames) scanner.push(bytes, (frame) => verdicts.push(statistics.observe(frame)));
  return { statistics, verdicts, sender: statistics.of(1, 1) };
};

describe("LinkStatistics", () => {
  test("counts no loss in a whole stream, over the end of the counter", () => {
    const { sender } = observe(framesOf(600));

    expect(sender).toMatchObject({ received: 600, lost: 0, duplicates: 0, reordered: 0, restarts: 0 });
  });

  test("counts the frames missing in a gap", () => {
    const frames = framesOf(300);
    const { sender, statistics } = observe([...frames.slice(0, 250), ...frames.slice(260)]);

    expect(sender).toMatchObject({ received: 290, lost: 10 });
    expect(statistics.lossFraction).toBeCloseTo(10 / 300);
  });

  test("takes a frame that comes late out of the loss", () => {
    const [a, b, c, d] = framesOf(4);
    const { sender, verdicts } = observe([a, c, d, b].filter((frame) => frame !== undefined));

    expect(verdicts).toEqual(["next", "gap", "next", "late"]);
    expect(sender).toMatchObject({ received: 4, lost: 0, reordered: 1 });
  });

  test("tells a frame that comes again", () => {
    const [a, b, c] = framesOf(3);
    const { sender, verdicts } = observe([a, b, a, b, c].filter((frame) => frame !== undefined));

    expect(verdicts).toEqual(["next", "next", "duplicate", "duplicate", "next"]);
    expect(sender).toMatchObject({ received: 3, lost: 0, duplicates: 2 });
  });

  test.each([5, 20, 100, 200])(
    "takes a sender that restarts after %i frames for new, not for duplicates or loss",
    (count) => {
      const { sender } = observe([...framesOf(count), ...framesOf(50, { firstTimeMs: 10_000 })]);

      expect(sender).toMatchObject({ received: count + 50, duplicates: 0 });
      // Early in the second half of the counter a restart looks like a gap; never more than that.
      expect(sender?.lost).toBe(count < 128 ? 0 : 256 - count);
    },
  );

  test("keeps senders apart", () => {
    const { statistics } = observe([...framesOf(3), ...framesOf(5, { systemId: 2 })]);

    expect(statistics.of(1, 1)?.received).toBe(3);
    expect(statistics.of(2, 1)?.received).toBe(5);
    expect([...statistics.senders]).toHaveLength(2);
  });

  test("counts every frame as received, lost or again, whatever is dropped, doubled or swapped nearby", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("keep", "drop", "double", "swap"), { minLength: 2, maxLength: 400 }),
        (fates) => {
          const frames = framesOf(fates.length);
          const sent: Uint8Array[] = [];
          fates.forEach((fate, index) => {
            const frame = frames[index];
            if (frame === undefined || (fate === "drop" && index > 0 && index < fates.length - 1)) return;
            sent.push(frame);
            if (fate === "double") sent.push(frame);
            if (fate === "swap" && sent.length > 2) sent.splice(-2, 2, ...sent.slice(-2).reverse());
          });
          const { sender } = observe(sent);

          fc.pre((sender?.restarts ?? 0) === 0);
          expect(sender?.received).toBe(new Set(sent).size);
          expect((sender?.received ?? 0) + (sender?.duplicates ?? 0)).toBe(sent.length);
        },
      ),
    );
  });
});
