import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useStores } from "../../stores/stores-context.tsx";
import type { Size } from "./fit-picture.ts";
import { cameraPlace, type Rect } from "./panel-place.ts";

const single: Size = { width: 5, height: 4 };
const two: Size = { width: 5, height: 2 };

const windowSize = (): Size => ({ width: window.innerWidth, height: window.innerHeight });

/** Where the panel lies over the map now; undefined where it has the window for itself. */
export const useCameraPlace = (alone: boolean): Rect | undefined => {
  const { layout, settings } = useStores();
  const [windowPx, setWindowPx] = useState(windowSize);
  const { layout: arrangement, size } = useStore(settings, (state) => state.camera);
  const around = useStore(
    layout,
    useShallow(({ edgesPx, columnsPx, cornerPx }) => ({
      leftPx: columnsPx.left,
      rightPx: columnsPx.right,
      footPx: edgesPx.bottom,
      headPx: edgesPx.top,
      deckWidth: cornerPx.width,
      deckHeight: cornerPx.height,
    })),
  );
  useEffect(() => {
    const follow = () => setWindowPx(windowSize());
    window.addEventListener("resize", follow);
    return () => window.removeEventListener("resize", follow);
  }, []);
  if (alone) return undefined;
  return cameraPlace(
    { ...around, window: windowPx, deck: { width: around.deckWidth, height: around.deckHeight } },
    size,
    arrangement === "side" ? two : single,
  );
};
