import type { Locator } from "playwright";
import { expect } from "vitest";

/** A station that was too busy to answer is asked again, as a person would. */
export const pressUntil = async (button: Locator, isDone: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 6 && !(await isDone()); tries++) {
    await button.click({ timeout: 10_000 }).catch(() => undefined);
    await expect
      .poll(isDone, { timeout: 10_000, interval: 200 })
      .toBe(true)
      .catch(() => undefined);
  }
  await expect.poll(isDone).toBe(true);
};
