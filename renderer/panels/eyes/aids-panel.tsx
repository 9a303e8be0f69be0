import { useStore } from "zustand";
import { useStores } from "../../stores/stores-context.tsx";
import { PanelFrame } from "../panel-frame.tsx";
import { LandmarksBlock } from "./landmarks-block.tsx";
import { TerrainBlock } from "./terrain-block.tsx";

/** What makes found places surer: known places, and heights of the ground. Not on the screen at all while it is folded. */
export const AidsPanel = ({ alone }: { readonly alone: boolean }) => {
  const folded = useStore(useStores().settings, (state) => state.folded.aids);
  if (folded && !alone) return undefined;
  return (
    <PanelFrame name="aids" alone={alone}>
      <LandmarksBlock />
      <TerrainBlock />
    </PanelFrame>
  );
};
