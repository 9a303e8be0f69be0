import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useStores } from "../../stores/stores-context.tsx";
import type { Size } from "./fit-picture.ts";
import { cameraPlace, type Rect, toolsBeside } from "./panel-place.ts";

const single: Size = { width: 5, height: 4 };
const two: Size = { width: 5, height: 2 };

const windowSize = (): Size => ({ width: window.innerWidth, height: window.innerHeight });

/** A card on the deck comes and goes with each gap of a weak link: the picture keeps clear of it for as long as this, ms. */
const keepsClearMs = 20_000;

/** Grows with a value at once, and shrinks with it only once it has been smaller for a while. */
const useSlowToShrink = (value: number): number => {
  const [held, setHeld] = useState(value);
  useEffect(() => {
    if (value >= held) {
      setHeld(value);
      return undefined;
    }
    const timer = setTimeout(() => setHeld(value), keepsClearMs);
    return () => clearTimeout(timer);
  }, [value, held]);
  return Math.max(value, held);
};

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
  const deckHeight = useSlowToShrink(around.deckHeight);
  const picture = arrangement === "side" ? two : single;
  const place = alone
    ? undefined
    : cameraPlace(
        { ...around, window: windowPx, deck: { width: around.deckWidth, height: deckHeight } },
        size,
        picture,
      );
  return { place, besideTools: toolsBeside(place ?? windowPx, picture) };
};
