import { describe, expect, test } from "vitest";
import { flyPastTeams, placePerson } from "../../../support/corrected-flight.ts";
import { Random } from "../../../support/simulated-pass.ts";

const flights = 400;

/** Of persons seen after a flight past teams: how many lie inside their ellipse, and how large those are. */
const fly = (passes: number, pictures: number) => {
  let [seen, heldBefore, heldAfter, largeBefore, largeAfter, errorBefore, errorAfter] = [0, 0, 0, 0, 0, 0, 0];
  for (let seed = 1; seed <= flights; seed++) {
    const random = new Random(seed * 7919);
    const flight = flyPastTeams({ random, passes, pictures });
    for (let person = 0; person < 2; person++) {
      const placed = placePerson(random, flight);
      if (placed === undefined) continue;
      seen++;
      heldBefore += placed.before.holdsTruth ? 1 : 0;
      heldAfter += placed.after.holdsTruth ? 1 : 0;
      largeBefore += placed.before.sigmaM;
      largeAfter += placed.after.sigmaM;
      errorBefore += placed.before.errorM ** 2;
      errorAfter += placed.after.errorM ** 2;
    }
  }
  return {
    seen,
    before: heldBefore / seen,
    after: heldAfter / seen,
    sizeRatio: largeAfter / largeBefore,
    errorRatio: Math.sqrt(errorAfter / errorBefore),
  };
};

describe("over 400 flights the truth lies inside the corrected 95 % ellipse 90 to 99 % of the time", () => {
  test.each([
    ["one team was seen in one picture", 1, 1],
    ["three teams were seen in passing", 3, 4],
    ["six teams were seen in passing", 6, 3],
  ])("when %s", (_name, passes, pictures) => {
    const { seen, before, after, sizeRatio, errorRatio } = fly(passes, pictures);

    expect(seen).toBeGreaterThan(700);
    expect(before).toBeGreaterThan(0.9);
    expect(after).toBeGreaterThan(0.9);
    expect(after).toBeLessThan(0.99);
    expect(sizeRatio).toBeLessThan(1);
    expect(errorRatio).toBeLessThan(1);
  });
});
