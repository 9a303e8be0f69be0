import type { Page } from "playwright";

/** What a gloved finger or a longer language would stumble over: each control and body that is wrong, with its sizes. */
export interface ControlFaults {
  /** Smaller than the 44 px that a glove needs. */
  readonly small: readonly string[];
  /** Words wider than their control. */
  readonly overflowing: readonly string[];
  /** Bodies that would scroll sideways. */
  readonly sideways: readonly string[];
}

export const noControlFaults: ControlFaults = { small: [], overflowing: [], sideways: [] };

/** Measures the controls and bodies, named by selectors, that can be seen on a page. */
export const controlFaults = (page: Page, controls: string, bodies: string): Promise<ControlFaults> =>
  page.evaluate(
    ([controlSelector, bodySelector]) => {
      const seen = [...document.querySelectorAll(controlSelector)].filter((element) =>
        element.checkVisibility({ contentVisibilityAuto: true }),
      );
      const name = (element: Element) => element.getAttribute("aria-label") ?? element.textContent;
      return {
        small: seen
          .map((element) => ({ name: name(element), box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width < 43.9 || box.height < 43.9)
          .map(({ name, box }) => `${name} ${box.width}x${box.height}`),
        overflowing: seen
          .filter((element) => element.scrollWidth > element.clientWidth + 1)
          .map((element) => `${name(element)} ${element.scrollWidth} > ${element.clientWidth}`),
        sideways: [...document.querySelectorAll(bodySelector)]
          .filter((element) => element.scrollWidth > element.clientWidth + 1)
          .map((element) => `${element.className} ${element.scrollWidth} > ${element.clientWidth}`),
      };
    },
    [controls, bodies] as const,
  );
