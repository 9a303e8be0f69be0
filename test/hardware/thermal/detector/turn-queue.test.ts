import { describe, expect, it } from "vitest";
import { TurnQueue } from "../../../../hardware/thermal/detector/turn-queue.ts";

describe("the detector's queue", () => {
  it("keeps the newest of each client and says which one made room", () => {
    const queue = new TurnQueue<string, number>();

    expect(queue.offer("a", 1)).toBeUndefined();
    expect(queue.offer("a", 2)).toBe(1);
    expect(queue.take()).toMatchObject({ client: "a", item: 2 });
    expect(queue.take()).toBeUndefined();
  });

  it("serves a slow camera as often as a fast one, as long as it has pictures", () => {
    const queue = new TurnQueue<string, number>();
    const served: string[] = [];

    for (let turn = 0; turn < 40; turn++) {
      for (const fast of ["a", "b", "c"]) queue.offer(fast, turn);
      if (turn % 4 === 0) queue.offer("slow", turn);
      served.push(queue.take()?.client ?? "");
    }

    const count = (client: string) => served.filter((name) => name === client).length;
    expect([count("a"), count("b"), count("c"), count("slow")]).toEqual([10, 10, 10, 10]);
  });

  it("forgets who left", () => {
    const queue = new TurnQueue<string, number>();
    queue.offer("a", 1);

    queue.remove("a");

    expect(queue.take()).toBeUndefined();
  });
});
