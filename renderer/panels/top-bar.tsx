import {
  IconAlertTriangle,
  IconArchive,
  IconCircleDot,
  IconCircleOff,
  IconHelp,
  IconMoon,
  IconPlugConnected,
  IconSun,
  IconSunMoon,
  IconVolume,
  IconVolumeOff,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { Alert } from "../../shared/wire/state.ts";
import { archiveListHash } from "../stores/archive/archive-address.ts";
import { languageOf, themeChoices } from "../stores/settings-store.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { concerns } from "./alert-text.ts";
import { useFormat } from "./format-context.tsx";
import { ModeChip } from "./mode-chip.tsx";
import { IncidentChip } from "./search/incident-chip.tsx";
import { SettingsMenu } from "./settings-menu.tsx";
import { StateMark } from "./state-mark.tsx";
import { timelineKeys } from "./timeline/timeline-keys.ts";
import { TopClock } from "./top-clock.tsx";
import { useLinkCounts } from "./use-link-counts.ts";

/** A square button of the bar with an icon; its label is also what the pointer shows. */
const BarButton = (props: {
  readonly label: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) => (
  <button
    type="button"
    className="icon-button"
    title={props.label}
    aria-label={props.label}
    aria-pressed={props.pressed}
    onClick={props.onClick}
  >
    {props.children}
  </button>
);

const openAlerts = (byId: Readonly<Record<string, Alert>>, operatorId: string) => {
  const open = Object.values(byId).filter((alert) => alert.acknowledged === undefined && concerns(alert, operatorId));
  const state = open.some((alert) => alert.severity === "critical")
    ? ("bad" as const)
    : open.some((alert) => alert.severity === "warning")
      ? ("warn" as const)
      : ("idle" as const);
  return { count: open.length, state };
};

const AlertsChip = () => {
  const t = useTranslate();
  const { alerts, commander, settings } = useStores();
  const { count, state } = useStore(
    alerts,
    useShallow(({ byId }) => openAlerts(byId, commander.operatorId)),
  );
  const open = () => {
    const { camera, setCamera, setFolded } = settings.getState();
    setFolded("alerts", false);
    // The large camera panel lies over them.
    if (camera.size === "large") setCamera({ size: "medium" });
  };
  const text = count === 0 ? t("top.alerts.none") : t("top.alerts.open", { count });
  return (
    <button
      type="button"
      className={`bar-chip ${count > 0 ? `chip-${state}` : ""}`}
      title={text}
      aria-label={text}
      onClick={open}
    >
      {count === 0 ? <IconAlertTriangle size={18} aria-hidden="true" /> : <StateMark state={state} />}
      <span className="bar-figure">{count}</span>
      <span className="bar-word">{t("panel.alerts")}</span>
    </button>
  );
};

const LinksChip = () => {
  const t = useTranslate();
  const { settings } = useStores();
  const { open, total, faulty } = useLinkCounts();
  const label = total === 0 ? t("top.links.none") : t("top.links.label", { open, total });
  return (
    <button
      type="button"
      className={`bar-chip ${faulty ? "chip-warn" : ""}`}
      title={label}
      aria-label={label}
      onClick={() => settings.getState().setFolded("links", false)}
    >
      {faulty ? <StateMark state="warn" /> : <IconPlugConnected size={18} aria-hidden="true" />}
      <span className="bar-figure">{`${open}/${total}`}</span>
      <span className="bar-word">{t("panel.links")}</span>
    </button>
  );
};

const RecordingChip = () => {
  const t = useTranslate();
  const format = useFormat();
  const recording = useStore(useStores().station, (state) => state.view?.recording);
  if (recording === undefined) return undefined;
  const title =
    recording.state === "recording"
      ? t("top.recording.detail", { folder: recording.folder, size: format.bytes(recording.bytes) })
      : recording.state === "failed"
        ? t("banner.recordingFailed")
        : t("top.recording.offDetail");
  return (
    <span className={`bar-chip plain ${recording.state === "failed" ? "chip-bad" : ""}`} title={title}>
      {recording.state === "recording" ? (
        <IconCircleDot size={18} aria-hidden="true" />
      ) : recording.state === "failed" ? (
        <StateMark state="bad" />
      ) : (
        <IconCircleOff size={18} aria-hidden="true" />
      )}
      {recording.state === "recording" && <span className="bar-figure">{format.bytes(recording.bytes)}</span>}
      <span className={recording.state === "recording" ? "bar-word" : ""}>{t(`top.recording.${recording.state}`)}</span>
    </span>
  );
};

const MuteButton = () => {
  const t = useTranslate();
  const { settings, sound } = useStores();
  const muted = useStore(settings, (state) => state.muted);
  const blocked = useStore(sound, (state) => state.state === "needs-gesture");
  const label = muted ? t("top.unmute") : blocked ? t("top.soundBlocked") : t("top.mute");
  return (
    <BarButton label={label} pressed={muted} onClick={() => settings.getState().set({ muted: !muted })}>
      {muted ? <IconVolumeOff size={20} /> : <IconVolume size={20} className={blocked ? "dimmed" : ""} />}
      {blocked && !muted && <span className="dot-note" aria-hidden="true" />}
    </BarButton>
  );
};

const ThemeButton = () => {
  const t = useTranslate();
  const { settings } = useStores();
  const theme = useStore(settings, (state) => state.theme);
  const Icon = theme === "system" ? IconSunMoon : theme === "day" ? IconSun : IconMoon;
  const next = themeChoices[(themeChoices.indexOf(theme) + 1) % themeChoices.length] ?? "system";
  return (
    <BarButton
      label={t("top.theme", { theme: t(`top.theme.${theme}`) })}
      onClick={() => settings.getState().set({ theme: next })}
    >
      <Icon size={20} />
    </BarButton>
  );
};

const LanguageButton = () => {
  const t = useTranslate();
  const { settings } = useStores();
  const language = useStore(settings, languageOf);
  return (
    <button
      type="button"
      className="bar-chip"
      title={t("top.language.switch")}
      aria-label={t("top.language.switch")}
      onClick={() => settings.getState().set({ language: language === "en" ? "zh-CN" : "en" })}
    >
      {t("top.language.next")}
    </button>
  );
};

/** What the whole station is doing, always in sight. */
export const TopBar = ({ onHelp }: { readonly onHelp: () => void }) => {
  const t = useTranslate();
  const away = useStore(useStores().station, (state) => state.connection.state !== "open");
  return (
    <header className={`top-bar ${away ? "away" : ""}`}>
      <img className="brand-mark" src="./lantern.svg" alt="" width={28} height={28} />
      <h1 className="brand">{t("app.name")}</h1>
      <ModeChip />
      <IncidentChip />
      <span className="bar-space" />
      <AlertsChip />
      <LinksChip />
      <RecordingChip />
      <a
        className="icon-button"
        href={archiveListHash}
        aria-label={t("archive.open")}
        title={`${t("archive.open")} (⇧ ${timelineKeys.archive})`}
      >
        <IconArchive size={20} />
      </a>
      <span className="bar-rule" />
      <MuteButton />
      <ThemeButton />
      <LanguageButton />
      <SettingsMenu />
      <BarButton label={t("top.help")} onClick={onHelp}>
        <IconHelp size={20} />
      </BarButton>
      <span className="bar-rule" />
      <TopClock />
    </header>
  );
};
