import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { Turns } from "../../../../../electron/station/archive/player/turns.ts";

/** Keeps the processor busy. */
const work = (ms: number): void => {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
};

it("turns that many want at once leave the station room in between, and all come, in their order", async () => {
  const turns = new Turns();
  const done: number[] = [];
  let between = 0;
  let ended = false;
  const station = async () => {
    for (; !ended; between++) await setImmediate();
  };

  const watching = station();
  await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      turns.take(async () => {
        work(2);
        done.push(n);
      }),
    ),
  );
  ended = true;
  await watching;

  expect(done).toEqual(Array.from({ length: 100 }, (_, n) => n));
  expect(between).toBeGreaterThan(15);
});

it("a turn that waits keeps nobody else waiting, and one that fails harms nobody", async () => {
  const turns = new Turns();
  const never = turns.take(() => new Promise(() => {}));
  const failed = turns.take(() => Promise.reject(new Error("The disk is gone.")));

  expect(await turns.take(async () => "here")).toBe("here");
  await expect(failed).rejects.toThrow("The disk is gone.");
  expect(await turns.take(async () => "again")).toBe("again");
  void never;
});
