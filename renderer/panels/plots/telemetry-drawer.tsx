import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FieldChoice } from "./field-choice.tsx";
import { MessageList } from "./message-list.tsx";
import { PlotChart } from "./plot-chart.tsx";

const tabs = ["plots", "messages"] as const;
const none: readonly [] = [];

/** Under the map of an archived mission: its telemetry over time, and message by message. */
export const TelemetryDrawer = () => {
  const t = useTranslate();
  const { archive, plots, settings } = useStores();
  const isOpen = useStore(settings, (state) => !state.folded.telemetry);
  const tab = useStore(plots, (state) => state.tab);
  if (archive === undefined || !isOpen) return undefined;
  return (
    <section className="telemetry-drawer" aria-label={t("panel.telemetry")}>
      <div className="telemetry-head" role="tablist">
        {tabs.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            aria-selected={tab === one}
            onClick={() => plots.getState().set({ tab: one })}
          >
            {t(`telemetry.${one}`)}
          </button>
        ))}
        <button type="button" className="button quiet" onClick={() => settings.getState().setFolded("telemetry", true)}>
          {t("common.close")}
        </button>
      </div>
      <Body archive={archive} tab={tab} />
    </section>
  );
};

const Body = (props: {
  readonly archive: NonNullable<ReturnType<typeof useStores>["archive"]>;
  readonly tab: (typeof tabs)[number];
}) => {
  const t = useTranslate();
  const logs = useStore(props.archive, (state) => state.details?.logs) ?? none;
  if (logs.length === 0) return <p className="note">{t("telemetry.none")}</p>;
  if (props.tab === "messages") return <MessageList archive={props.archive} logs={logs} />;
  return (
    <div className="plots-body">
      <PlotChart archive={props.archive} />
      <FieldChoice logs={logs} />
    </div>
  );
};
