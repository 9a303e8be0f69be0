import { useStore } from "zustand";
import type { FeedView } from "../../../shared/wire/feeds.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import type { FeedPainter } from "./feed-painter.ts";
import { FeedTile } from "./feed-tile.tsx";
import type { Marking } from "./marking.ts";

/** The pictures, arranged. Each feed keeps its place in React's list, so that swapping never interrupts its stream. */
export const CameraStage = (props: {
  readonly feeds: readonly FeedView[];
  readonly painter: FeedPainter;
  readonly marking: Marking;
}) => {
  const t = useTranslate();
  const { settings, selection, fleet } = useStores();
  const layout = useStore(settings, (state) => state.camera.layout);
  const { setCamera } = settings.getState();
  const { feeds, painter, marking } = props;
  const mainId = feeds[0]?.id;
  const shown = layout === "inset" || layout === "side" ? [...feeds].sort((a, b) => (a.id < b.id ? -1 : 1)) : feeds;
  const columns = Math.ceil(Math.sqrt(feeds.length));
  return (
    <div
      className={`camera-stage stage-${feeds.length === 1 && layout !== "wall" ? "single" : layout} columns-${columns}`}
    >
      {shown.map((feed) => {
        const isMain = feed.id === mainId;
        if (layout === "wall") {
          const name = fleet.getState().byId[feed.vehicleId]?.name ?? feed.vehicleId;
          const show = () => {
            selection.getState().selectVehicle(feed.vehicleId);
            setCamera({ layout: "single", main: feed.spectrum, mainFeedId: feed.id });
          };
          return (
            <FeedTile
              key={feed.id}
              feedId={feed.id}
              painter={painter}
              press={{ label: t("feed.showOne", { name }), on: show }}
            />
          );
        }
        const inset = layout === "inset" && !isMain;
        return (
          <div key={feed.id} className={inset ? "stage-part part-inset" : `stage-part ${isMain ? "part-main" : ""}`}>
            {inset ? (
              <FeedTile
                feedId={feed.id}
                painter={painter}
                bare
                press={{
                  label: t("feed.swap", { spectrum: t(`feed.spectrum.${feed.spectrum}`) }),
                  on: () => setCamera({ main: feed.spectrum, mainFeedId: feed.id }),
                }}
              />
            ) : (
              <FeedTile feedId={feed.id} painter={painter} marking={marking} />
            )}
          </div>
        );
      })}
    </div>
  );
};
