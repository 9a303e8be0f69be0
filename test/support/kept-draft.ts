import type { Page } from "playwright";

/** Resolves once this browser keeps a plan with so many steps: it writes edits down a moment after they were made. */
export const keptDraft = async (page: Page, steps: number): Promise<void> => {
  await page.waitForFunction(
    (count) =>
      Object.entries(localStorage).some(
        ([key, text]) => key.startsWith("lantern.draft.") && JSON.parse(text)?.plan?.elements.length === count,
      ),
    steps,
  );
};
