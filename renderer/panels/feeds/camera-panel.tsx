import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { AddFeed } from "./add-feed.tsx";
import { CameraHead } from "./camera-head.tsx";
import { CameraStage } from "./camera-stage.tsx";
import { CameraTools } from "./camera-tools.tsx";
import { feedsOf, shownFeeds, vehicleShown } from "./feed-choice.ts";
import { FeedPainter } from "./feed-painter.ts";
import { FeedScale } from "./feed-scale.tsx";
import { FeedSettings } from "./feed-settings.tsx";
import { useMarking } from "./marking.ts";
import { useCameraPlace } from "./use-camera-place.ts";

/** No camera yet: what that means and how to name one. */
const NoCamera = ({ vehicleId }: { readonly vehicleId: string | undefined }) => {
  const t = useTranslate();
  if (useStores().archive !== undefined)
    return (
      <div className="camera-forms">
        <p className="empty">
          <strong>{t("feed.replay")}</strong>
          {t("feed.replayTip")}
        </p>
      </div>
    );
  return (
    <div className="camera-forms">
      <p className="empty">
        <strong>{t("feed.empty")}</strong>
        {t("feed.emptyTip")}
      </p>
      <AddFeed vehicleId={vehicleId} onAdded={() => undefined} />
    </div>
  );
};

const Settings = ({ vehicleId, onAdded }: { readonly vehicleId: string | undefined; readonly onAdded: () => void }) => {
  const t = useTranslate();
  const byId = useStore(useStores().feeds, (state) => state.byId);
  return (
    <div className="camera-forms">
      {feedsOf(byId, vehicleId).map((feed) => (
        <FeedSettings key={feed.id} feed={feed} />
      ))}
      <h3>{t("feed.addTitle")}</h3>
      <AddFeed vehicleId={vehicleId} onAdded={onAdded} />
    </div>
  );
};

const Body = (props: {
  readonly vehicleId: string | undefined;
  readonly settings: boolean;
  readonly besideTools: boolean;
  readonly onDone: () => void;
}) => {
  const { feeds, fleet, settings } = useStores();
  const byId = useStore(feeds, (state) => state.byId);
  const order = useStore(fleet, (state) => state.order);
  const camera = useStore(settings, (state) => state.camera);
  const painter = useMemo(() => new FeedPainter(), []);
  const marking = useMarking(props.vehicleId ?? "");
  const shown = shownFeeds(byId, order, props.vehicleId, camera);
  const main = shown[0];
  if (props.settings) return <Settings vehicleId={props.vehicleId} onAdded={props.onDone} />;
  if (main === undefined) return <NoCamera vehicleId={props.vehicleId} />;
  const scaled = shown.find(({ spectrum }) => spectrum === "thermal");
  return (
    <div className={`camera-body ${props.besideTools && camera.layout !== "wall" ? "tools-beside" : ""}`}>
      <CameraStage feeds={shown} painter={painter} marking={marking} />
      {scaled !== undefined && camera.layout !== "wall" && <FeedScale feed={scaled} />}
      {camera.layout !== "wall" && <CameraTools feed={main} marking={marking} />}
    </div>
  );
};

/** Large over the map: what the cameras see, live, to be looked at, measured and pointed into. */
const OpenPanel = ({ alone }: { readonly alone: boolean }) => {
  const t = useTranslate();
  const { feeds, fleet, selection } = useStores();
  const selectedId = useStore(selection, (state) => state.selectedVehicleId);
  const byId = useStore(feeds, (state) => state.byId);
  const order = useStore(fleet, (state) => state.order);
  const vehicleId = vehicleShown(byId, selectedId, order);
  const [settingsOpen, setSettingsOpen] = useState(false);
  const { place, besideTools } = useCameraPlace(alone);
  // Another vehicle's pictures, and not the last one's form.
  useEffect(() => {
    void vehicleId;
    setSettingsOpen(false);
  }, [vehicleId]);
  return (
    <section className={`panel panel-camera ${alone ? "alone" : ""}`} aria-label={t("panel.camera")} style={place}>
      <CameraHead
        vehicleId={vehicleId}
        alone={alone}
        settingsOpen={settingsOpen}
        onSettings={() => setSettingsOpen((before) => !before)}
      />
      {/* A new key for each vehicle: a mode that was chosen for one must not act on the next. */}
      <Body
        key={vehicleId}
        vehicleId={vehicleId}
        settings={settingsOpen}
        besideTools={besideTools}
        onDone={() => setSettingsOpen(false)}
      />
    </section>
  );
};

/** The camera panel; nothing at all while it is closed. */
export const CameraPanel = ({ alone }: { readonly alone: boolean }) => {
  const closed = useStore(useStores().settings, (state) => state.folded.camera) && !alone;
  return closed ? undefined : <OpenPanel alone={alone} />;
};
