import { useStore } from "zustand";
import type { ArchiveStore } from "../../stores/archive/archive-store.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { FieldChoice } from "./field-choice.tsx";
import { MessageList } from "./message-list.tsx";
import { PlotChart } from "./plot-chart.tsx";

const none: readonly [] = [];

/** An archived mission's telemetry over time, or message by message; in the place of its lanes. */
export const TelemetryPane = (props: { readonly archive: ArchiveStore; readonly tab: "plots" | "messages" }) => {
  const t = useTranslate();
  const { archive, tab } = props;
  const details = useStore(archive, (state) => state.details);
  const logs = details?.logs ?? none;
  return (
    <div className="telemetry-pane">
      {details !== undefined && logs.length === 0 && <p className="note">{t("telemetry.none")}</p>}
      {logs.length > 0 && tab === "messages" && <MessageList archive={archive} logs={logs} />}
      {logs.length > 0 && tab === "plots" && (
        <div className="plots-body">
          <PlotChart archive={archive} />
          <FieldChoice logs={logs} />
        </div>
      )}
    </div>
  );
};
