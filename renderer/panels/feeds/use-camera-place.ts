import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useStores } from "../../stores/stores-context.tsx";
import type { Size } from "./fit-picture.ts";
import { cameraPlace, type Rect, toolsBeside } from "./panel-place.ts";

const single: Size = { width: 5, height: 4 };
const two: Size = { width: 5, height: 2 };

const windowSize = (): Size => ({ width: window.innerWidth, height: window.innerHeight });

/** Where the panel lies over the map now, undefined where it has the window for itself; and where its tools stand in it. */
export const useCameraPlace = (alone: boolean): { readonly place: Rect | undefined; readonly besideTools: boolean } => {
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
  const picture = arrangement === "side" ? two : single;
  const place = alone
    ? undefined
    : cameraPlace(
        { ...around, window: windowPx, deck: { width: around.deckWidth, height: around.deckHeight } },
        size,
        picture,
      );
  return { place, besideTools: toolsBeside(place ?? windowPx, picture) };
};
