import type { ReactNode } from "react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { StationWords } from "./fault-note.tsx";
import { recordingFaultText } from "./fault-text.ts";
import { useFormat } from "./format-context.tsx";
import { type StateKind, StateMark } from "./state-mark.tsx";

const Banner = (props: { readonly state: StateKind; readonly title: string; readonly children?: ReactNode }) => (
  <div className={`banner banner-${props.state}`} role={props.state === "bad" ? "alert" : "status"}>
    <StateMark state={props.state} sizePx={20} />
    <div>
      <strong>{props.title}</strong>
      {props.children !== undefined && <span>{props.children}</span>}
    </div>
  </div>
);

const ConnectionBanner = () => {
  const t = useTranslate();
  const format = useFormat();
  const { station, ticker } = useStores();
  const connection = useStore(station, (state) => state.connection);
  const age = useStore(ticker, ({ deviceMs }) =>
    connection.state === "lost" ? format.age(Math.max(0, deviceMs - connection.sinceDeviceMs)) : "",
  );
  switch (connection.state) {
    case "open":
      return undefined;
    case "connecting":
      return <Banner state="idle" title={t("banner.connecting")} />;
    case "unauthorised":
      return (
        <Banner state="bad" title={t("banner.unauthorised")}>
          {t("banner.unauthorisedTip")}
        </Banner>
      );
    case "lost":
      return (
        <Banner state="bad" title={t("banner.lost", { age })}>
          {t("banner.lostTip")}
        </Banner>
      );
  }
};

const RecordingBanner = () => {
  const t = useTranslate();
  const recording = useStore(useStores().station, (state) => state.view?.recording);
  if (recording?.state !== "failed") return undefined;
  return (
    <Banner state="bad" title={t("banner.recordingFailed")}>
      {recordingFaultText(t, recording.code)}
      <StationWords text={recording.detail} />
    </Banner>
  );
};

const StorageBanner = () => {
  const t = useTranslate();
  const alert = useStore(useStores().alerts, ({ byId }) =>
    Object.values(byId).find(({ code, active }) => code === "storage-low" && active),
  );
  if (alert === undefined) return undefined;
  return (
    <Banner state="warn" title={t("banner.storageLow")}>
      {t.loose("alert.storage-low.tip", alert.params)}
    </Banner>
  );
};

/** Two clocks of people who talk by radio may differ by this much before it matters, ms. */
const clockToleranceMs = 10_000;

const ClockBanner = () => {
  const t = useTranslate();
  const format = useFormat();
  const { station, ticker, deviceClock } = useStores();
  const live = useStore(station, (state) => state.connection.state === "open" && state.view?.mode === "live");
  const difference = useStore(ticker, ({ utcMs }) => {
    if (!live || utcMs === undefined) return undefined;
    const apartMs = Math.abs(deviceClock.utcMs() - utcMs);
    return apartMs > clockToleranceMs ? format.age(apartMs) : undefined;
  });
  if (difference === undefined) return undefined;
  return (
    <Banner state="warn" title={t("banner.wrongClock", { difference })}>
      {t("banner.wrongClockTip")}
    </Banner>
  );
};

/** What concerns everything on screen, over the top of the map. */
export const Banners = () => (
  <div className="banners">
    <ConnectionBanner />
    <RecordingBanner />
    <StorageBanner />
    <ClockBanner />
  </div>
);
