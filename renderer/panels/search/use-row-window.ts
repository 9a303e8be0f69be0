import { type RefObject, useLayoutEffect, useState } from "react";
import { type RowWindow, rowWindow } from "./row-window.ts";

const spareRows = 8;

/** Which rows of a list are in sight, as the panel's body that it is in scrolls and grows. */
export const useRowWindow = (list: RefObject<HTMLElement | null>, count: number, rowPx: number): RowWindow => {
  const [shown, setShown] = useState<RowWindow>({ from: 0, to: Math.min(count, 30) });
  useLayoutEffect(() => {
    const body = list.current?.closest(".panel-body");
    if (body == null) return undefined;
    const measure = () => {
      const box = list.current?.getBoundingClientRect();
      if (box === undefined) return;
      const view = body.getBoundingClientRect();
      const next = rowWindow({ count, rowPx, topPx: box.top - view.top, heightPx: view.height, spare: spareRows });
      setShown((before) => (before.from === next.from && before.to === next.to ? before : next));
    };
    measure();
    body.addEventListener("scroll", measure, { passive: true });
    const resized = new ResizeObserver(measure);
    resized.observe(body);
    // What stands above the list grows and shrinks as well.
    if (body.firstElementChild !== null) resized.observe(body.firstElementChild);
    return () => {
      body.removeEventListener("scroll", measure);
      resized.disconnect();
    };
  }, [list, count, rowPx]);
  return shown;
};
