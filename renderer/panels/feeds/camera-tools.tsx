import { IconBoxMultiple } from "@tabler/icons-react";
import { useStore } from "zustand";
import type { FeedView } from "../../../shared/wire/feeds.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { OutcomeNote } from "../fly/outcome-note.tsx";
import { NowOnly } from "../now-only.tsx";
import { PaletteChoice } from "../palette-choice.tsx";
import { ChosenSource } from "./chosen-source.tsx";
import { MarkedNote } from "./marked-note.tsx";
import type { Marking } from "./marking.ts";
import { PointerTools } from "./pointer-tools.tsx";

/** What the foot says: of the last press, else of the mode, else of the chosen source. It keeps its height, so that nothing jumps. */
const Note = ({ marking, withBoxes }: { readonly marking: Marking; readonly withBoxes: boolean }) => {
  const t = useTranslate();
  const heatId = useStore(useStores().selection, (state) => state.selectedHeatId);
  if (marking.marked.state !== "none") return <MarkedNote marking={marking} />;
  if (marking.mode === "look" && marking.command.state !== "idle") return <OutcomeNote command={marking.command} />;
  if (marking.mode !== "watch") return <p className="note-words">{t(`feed.modeHint.${marking.mode}`)}</p>;
  if (heatId !== undefined) return <ChosenSource heatId={heatId} />;
  return <p className="note-words note-hint small">{t(withBoxes ? "feed.hint" : "feed.hintUnsearched")}</p>;
};

/** What can be done with the picture: point, choose colours and boxes, decide. */
export const CameraTools = (props: { readonly feed: FeedView; readonly marking: Marking }) => {
  const t = useTranslate();
  const { feed, marking } = props;
  const { settings } = useStores();
  const showAll = useStore(settings, (state) => state.camera.showAll);
  return (
    <div className="camera-tools">
      <NowOnly>
        <PointerTools id={feed.vehicleId} marking={marking} />
      </NowOnly>
      <div className="camera-colours">
        <PaletteChoice withChips />
        <button
          type="button"
          className="button square"
          aria-pressed={showAll}
          aria-label={t("feed.showAll")}
          title={t("feed.showAll")}
          onClick={() => settings.getState().setCamera({ showAll: !showAll })}
        >
          <IconBoxMultiple size={20} aria-hidden="true" />
        </button>
      </div>
      <div className="camera-note">
        <Note marking={marking} withBoxes={feed.search.by !== "off"} />
      </div>
    </div>
  );
};
