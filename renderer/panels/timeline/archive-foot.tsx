import { useState } from "react";
import { useStore } from "zustand";
import type { ArchiveStore } from "../../stores/archive/archive-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { TelemetryPane } from "../plots/telemetry-pane.tsx";
import { NotesList } from "./notes-list.tsx";
import { PastStripe } from "./past-stripe.tsx";
import type { TimelineCanvas } from "./timeline-canvas.ts";
import { TimelineLanes } from "./timeline-lanes.tsx";
import { Transport } from "./transport.tsx";

/** At the foot of the map while the past is looked at: that it is the past, its clock, and its lanes. */
export const ArchiveFoot = ({ archive, alone }: { readonly archive: ArchiveStore; readonly alone: boolean }) => {
  const t = useTranslate();
  const { plots, settings, timeline } = useStores();
  const folded = useStore(settings, (state) => state.timelineFolded);
  const tab = useStore(plots, (state) => state.tab);
  const notesOpen = useStore(timeline, (state) => state.notes !== "closed");
  const said = useStore(timeline, (state) => state.said);
  const [canvas, setCanvas] = useState<TimelineCanvas | undefined>();
  return (
    <section className="time-foot" aria-label={t("timeline.label")}>
      {notesOpen && <NotesList archive={archive} />}
      <PastStripe archive={archive} alone={alone} />
      <Transport archive={archive} canvas={folded || tab !== "lanes" ? undefined : canvas} alone={alone} />
      {!folded && tab === "lanes" && (
        <TimelineLanes archive={archive} label={t("timeline.instant")} onCanvas={setCanvas} />
      )}
      {!folded && tab !== "lanes" && <TelemetryPane archive={archive} tab={tab} />}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </section>
  );
};
