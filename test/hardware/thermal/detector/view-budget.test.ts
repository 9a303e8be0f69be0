import { describe, expect, it } from "vitest";
import { TurnQueue } from "../../../../hardware/thermal/detector/turn-queue.ts";
import { ViewBudget } from "../../../../hardware/thermal/detector/view-budget.ts";

interface Load {
  /** Pictures a second of each camera. */
  readonly framesPerS: readonly number[];
  readonly quickMs: number;
  readonly fullMs: number;
}

interface Tally {
  came: number;
  passedOver: number;
  full: number;
  quick: number;
}

/** A minute of cameras before one network, in computed time: the newest picture of each waits for its turn. */
const minute = ({ framesPerS, quickMs, fullMs }: Load): readonly Tally[] => {
  const queue = new TurnQueue<number, number>();
  const budget = new ViewBudget<number>();
  for (const camera of framesPerS.keys()) budget.add(camera);
  const tallies = framesPerS.map(() => ({ came: 0, passedOver: 0, full: 0, quick: 0 }));
  const arrivals = framesPerS
    .flatMap((rate, camera) =>
      Array.from({ length: 60 * rate }, (_, i) => ({ camera, atMs: (1000 * (i + camera / framesPerS.length)) / rate })),
    )
    .sort((a, b) => a.atMs - b.atMs);
  let freeAtMs = 0;
  const work = (untilMs: number): void => {
    while (freeAtMs < untilMs) {
      const next = queue.take();
      if (!next) return;
      const pass = budget.pass(next.client);
      const tally = tallies[next.client];
      if (tally) tally[pass]++;
      const tookMs = pass === "full" ? fullMs : quickMs;
      if (pass === "full") budget.looked(next.client, tookMs);
      freeAtMs = Math.max(freeAtMs, next.item) + tookMs;
    }
  };
  for (const { camera, atMs } of arrivals) {
    work(atMs);
    const tally = tallies[camera];
    if (atMs > freeAtMs) {
      budget.idle(atMs - freeAtMs);
      freeAtMs = atMs;
    }
    if (tally) tally.came++;
    if (queue.offer(camera, atMs) !== undefined && tally) tally.passedOver++;
  }
  return tallies;
};

describe("which pictures are searched in both views", () => {
  it("are all of a single camera", () => {
    const [camera] = minute({ framesPerS: [15], quickMs: 11, fullMs: 28 });

    expect(camera).toEqual({ came: 900, passedOver: 0, full: expect.any(Number), quick: 0 });
  });

  it("are as many as there is time for where four cameras are all searched, the same share of each", () => {
    const cameras = minute({ framesPerS: [15, 15, 15, 15], quickMs: 11, fullMs: 28 });

    for (const { passedOver, full, quick } of cameras) {
      expect(passedOver).toBe(0);
      expect(full).toBeGreaterThan(90);
      expect(quick).toBeGreaterThan(450);
    }
    const fulls = cameras.map(({ full }) => full);
    expect(Math.min(...fulls) / Math.max(...fulls)).toBeGreaterThan(0.95);
  });

  it("are none where even quick passes fill the time, after the first few", () => {
    const cameras = minute({ framesPerS: [15, 15, 15, 15], quickMs: 20, fullMs: 52 });

    for (const { full, passedOver } of cameras) {
      expect(full).toBeLessThan(5);
      expect(passedOver).toBeLessThan(0.3 * 900);
    }
  });

  it("are all of a slow camera beside fast ones: its few pictures are worth the more", () => {
    const [slow, ...fast] = minute({ framesPerS: [1, 25, 25], quickMs: 11, fullMs: 28 });

    expect(slow).toMatchObject({ passedOver: 0, quick: 0 });
    for (const { full, passedOver } of fast) {
      expect(passedOver).toBe(0);
      expect(full).toBeGreaterThan(300);
    }
  });

  it("go to those who can use them: a camera that sends nothing takes nothing from the others", () => {
    const budget = new ViewBudget<string>();
    for (const client of ["silent", "a", "b"]) {
      budget.add(client);
      budget.looked(client, 200);
    }
    budget.idle(1000);
    for (const client of ["a", "b"]) budget.looked(client, 100);

    // 61 ms each are to be paid, 12 of them saved before: by half as much idle time.
    budget.idle(50);

    expect(["a", "b"].map((client) => budget.pass(client))).toEqual(["full", "full"]);
  });

  it("forgets who left, though its last picture is searched to the end", () => {
    const budget = new ViewBudget<string>();
    for (const client of ["stays", "leaves"]) {
      budget.add(client);
      budget.looked(client, 1000);
    }

    budget.remove("leaves");
    budget.looked("leaves", 1000);
    // The second view took 610 ms: idle time of half that pays for the one who is left, and for nobody else.
    budget.idle(310);

    expect(budget.pass("stays")).toBe("full");
  });
});
