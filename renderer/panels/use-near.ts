import { type RefObject, useEffect, useState } from "react";

/** So far beyond the list's edges a card is drawn, so that scrolling and Tab find it there, px. */
const marginPx = 500;
/** What a card takes where nobody has measured it yet, px. */
const usualHeightPx = 140;

/**
 * Whether a card is in sight of its list or about to be; those that are not keep their room and cost nothing.
 * @param first taken for near until the browser has said
 */
export const useNear = (
  card: RefObject<HTMLElement | null>,
  { first }: { readonly first: boolean },
): { readonly near: boolean; readonly heightPx: number } => {
  const [at, setAt] = useState({ near: first, heightPx: usualHeightPx });
  useEffect(() => {
    const element = card.current;
    if (element === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1);
        if (entry === undefined) return;
        // What has the focus stays: it would be lost with its button.
        const near = entry.isIntersecting || element.contains(document.activeElement);
        setAt((before) =>
          before.near === near
            ? before
            : { near, heightPx: before.near ? entry.boundingClientRect.height : before.heightPx },
        );
      },
      { root: element.closest(".panel-body"), rootMargin: `${marginPx}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [card]);
  return at;
};
