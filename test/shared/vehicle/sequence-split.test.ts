import fc from "fast-check";
import { expect, test } from "vitest";
import { SequenceSplit } from "../../../shared/vehicle/sequence-split.ts";

test("one sender that loses messages is never taken for two", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 500 }), (steps) => {
      const split = new SequenceSplit();
      let sequence = 0;
      steps.forEach((step, index) => {
        // Half of the messages follow without a gap.
        sequence += index % 2 === 0 ? 1 : step;
        expect(split.route(sequence & 0xff, index * 50)).toBe("first");
      });
      expect(split.isSplit).toBe(false);
    }),
  );
});

test("two senders whose counters differ are told apart message by message", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 236 }),
      fc.array(fc.boolean(), { minLength: 100, maxLength: 160 }),
      (offset, order) => {
        const split = new SequenceSplit();
        const next = { first: 0, second: offset };
        const wrong: string[] = [];
        order.forEach((isFirst, index) => {
          // They start in turn, then send as they like; neither gets far ahead.
          const near = Math.abs(next.first - (next.second - offset)) < 8;
          const sender = (index < 40 || !near ? index % 2 === 0 : isFirst) ? "first" : "second";
          const routed = split.route(next[sender]++ & 0xff, index * 50);
          if (index >= 40 && routed !== sender) wrong.push(`${index}: ${sender} as ${routed}`);
        });
        expect(split.isSplit).toBe(true);
        expect(wrong).toEqual([]);
      },
    ),
  );
});

test("a message that could be from either is from neither", () => {
  const split = new SequenceSplit();
  split.anchor("first", 10, 0);
  split.anchor("second", 10, 0);

  expect(split.route(11, 10)).toBeUndefined();
});
