import type { Page } from "playwright";

/** Resolves once what stands on the map's ground has stood still on the screen for some frames: the map pans and zooms by itself. */
export const mapAtRest = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const now = () =>
          [...document.querySelectorAll(".leaflet-container :is(.leaflet-map-pane, .leaflet-proxy, [data-vehicle-id])")]
            .map((mark) => JSON.stringify(mark.getBoundingClientRect()))
            .join();
        let [before, same] = [now(), 0];
        const look = () => {
          const after = now();
          same = after === before ? same + 1 : 0;
          before = after;
          if (same >= 12) resolve();
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
  );
