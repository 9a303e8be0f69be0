import { useMemo } from "react";
import { useStore } from "zustand";
import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { feedsOf } from "./feeds/feed-choice.ts";
import { FeedPainter } from "./feeds/feed-painter.ts";
import { FeedTile } from "./feeds/feed-tile.tsx";
import { panelKeys } from "./panel-keys.ts";

/** What the vehicle's thermal camera saw at the mission's instant; nothing where it had none, as in most logs. */
export const PastPicture = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const { feeds, settings } = useStores();
  const painter = useMemo(() => new FeedPainter(), []);
  const feedId = useStore(feeds, ({ byId }) => feedsOf(byId, id).find(({ spectrum }) => spectrum === "thermal")?.id);
  // The large panel shows the same picture; decoding it twice would slow both.
  const isLarge = useStore(settings, ({ folded }) => !folded.camera);
  if (feedId === undefined || isLarge) return undefined;
  const open = () => settings.getState().setFolded("camera", false);
  return (
    <div className="block thermal">
      <div className="block-head">
        <h3>{t("thermal.title")}</h3>
      </div>
      <div className="past-picture">
        <FeedTile
          feedId={feedId}
          painter={painter}
          bare
          press={{ label: t("feed.open", { key: panelKeys.camera }), on: open }}
        />
      </div>
    </div>
  );
};
