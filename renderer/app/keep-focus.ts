const reachable =
  "button:not(:disabled), a[href], input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex='0']";

const aroundOf = (element: Element): readonly Element[] => {
  const parent = element.parentElement;
  return parent === null ? [] : [parent, ...aroundOf(parent)];
};

const isShown = (element: Element): element is HTMLElement =>
  element instanceof HTMLElement && element.getClientRects().length > 0;

/**
 * Keeps the focus in the page: where what has it is taken away (a button that was pressed and is needed no more), what is
 * nearest gets it. Else whoever works by keyboard would stand nowhere. It waits until the key is up, so that a key held down
 * never presses what follows. Who works by mouse or finger is left alone: a focus that moves scrolls what they are about to press.
 * @returns ends it
 */
export const keepFocus = (root: HTMLElement): (() => void) => {
  const abort = new AbortController();
  const { signal } = abort;
  let focused: Element | undefined;
  let around: readonly Element[] = [];
  let keyIsDown = false;
  let byKeys = true;
  const forget = () => {
    focused = undefined;
    around = [];
  };
  const isGone = () => focused !== undefined && !focused.isConnected;
  const bringBack = () => {
    if (!isGone() || keyIsDown) return;
    const isTaken = document.activeElement !== null && document.activeElement !== document.body;
    const home = around.find((element) => element.isConnected);
    const last = around;
    forget();
    if (!byKeys || isTaken || home === undefined || !root.contains(home)) return;
    for (const element of last.filter((one) => root.contains(one))) {
      const next = [...element.querySelectorAll(reachable)].find(isShown);
      if (next !== undefined) {
        next.focus();
        return;
      }
    }
  };
  // Whoever takes something away may also say where the focus goes: that comes first.
  const soon = () => {
    if (isGone()) requestAnimationFrame(bringBack);
  };
  document.addEventListener(
    "focusin",
    ({ target }) => {
      if (!(target instanceof Element)) return;
      focused = target;
      around = aroundOf(target);
    },
    { signal },
  );
  document.addEventListener(
    "focusout",
    ({ relatedTarget }) => {
      // A press beside everything lets go of it on purpose.
      if (relatedTarget === null)
        requestAnimationFrame(() => {
          if (focused?.isConnected === true && document.activeElement !== focused) forget();
        });
    },
    { signal },
  );
  window.addEventListener(
    "keydown",
    () => {
      keyIsDown = true;
      byKeys = true;
    },
    { capture: true, signal },
  );
  window.addEventListener("pointerdown", () => (byKeys = false), { capture: true, signal });
  for (const name of ["keyup", "blur"])
    window.addEventListener(
      name,
      () => {
        keyIsDown = false;
        soon();
      },
      { capture: true, signal },
    );
  const observer = new MutationObserver(soon);
  observer.observe(root, { childList: true, subtree: true });
  return () => {
    abort.abort();
    observer.disconnect();
  };
};
