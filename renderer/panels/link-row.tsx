import { IconTrash } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { ChannelView, LinkView } from "../../shared/wire/state.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { FaultNote, StationWords } from "./fault-note.tsx";
import { linkFaultText } from "./fault-text.ts";
import { useFormat } from "./format-context.tsx";
import { LinkBars } from "./meters.tsx";
import { NowOnly } from "./now-only.tsx";
import { type StateKind, StateMark } from "./state-mark.tsx";
import { useRequest } from "./use-request.ts";

const stateOf: Readonly<Record<LinkView["state"], StateKind>> = {
  opening: "idle",
  open: "ok",
  waiting: "warn",
  closed: "idle",
};

const Channel = ({ channel, away }: { readonly channel: ChannelView; readonly away: boolean }) => {
  const t = useTranslate();
  const format = useFormat();
  const { fleet } = useStores();
  const names = useStore(fleet, (state) =>
    channel.vehicleIds.map((id) => state.byId[id]?.name ?? id).join(t("common.listSeparator")),
  );
  const bad = channel.badChecksums > 0 || channel.skippedBytes > 0;
  return (
    <div className="channel">
      <span className="fact-line">
        <LinkBars quality={away ? undefined : 1 - channel.lossFraction} />
        <span className="words">{channel.remote}</span>
        {names !== "" && <span className="channel-names">{names}</span>}
      </span>
      <span className={`small fact-line ${away ? "struck" : ""}`}>
        {t("links.channelRate", {
          frames: format.number(channel.framesPerS, 0),
          bytes: format.bytes(channel.bytesPerS),
        })}
        {channel.lossFraction >= 0.005 && (
          <span>{t("links.channelLoss", { percent: format.percent(channel.lossFraction) })}</span>
        )}
      </span>
      {bad && (
        <span className="small">
          {t("links.channelBad", {
            bad: format.number(channel.badChecksums, 0),
            skipped: format.number(channel.skippedBytes, 0),
          })}
        </span>
      )}
      {channel.bootText !== undefined && (
        <details className="small">
          <summary>{t("links.bootText")}</summary>
          <pre>{channel.bootText}</pre>
        </details>
      )}
    </div>
  );
};

/** Removes on a second press in place, so that a wet glove doesn't cut a vehicle off. */
const RemoveLink = ({ link }: { readonly link: LinkView }) => {
  const t = useTranslate();
  const { state, run } = useRequest();
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    if (!asked) return;
    const timer = setTimeout(() => setAsked(false), 4_000);
    return () => clearTimeout(timer);
  }, [asked]);
  return (
    <>
      <button
        type="button"
        className={`button ${asked ? "" : "quiet"}`}
        disabled={state.state === "pending"}
        title={t("links.removeLabel", { spec: link.spec })}
        aria-label={asked ? t("links.removeConfirm") : t("links.removeLabel", { spec: link.spec })}
        onClick={() => {
          if (asked) void run({ kind: "link.remove", linkId: link.id });
          setAsked(!asked);
        }}
      >
        <IconTrash size={18} aria-hidden="true" />
        {asked && t("links.removeConfirm")}
      </button>
      <FaultNote state={state} />
    </>
  );
};

/** One link with the peers heard on it. */
export const LinkRow = ({ id }: { readonly id: string }) => {
  const t = useTranslate();
  const { links, station } = useStores();
  const link = useStore(links, (state) => state.byId[id]);
  const away = useStore(station, ({ connection }) => connection.state !== "open");
  if (link === undefined) return undefined;
  return (
    <div className="link-row">
      <div className="link-head">
        <StateMark state={away ? "idle" : stateOf[link.state]} />
        <div className="link-title">
          <span className="words">{link.spec}</span>
          <span className={`small ${away ? "struck" : ""}`}>
            {t(`links.state.${link.state}`)}
            {link.address !== undefined && !link.spec.endsWith(link.address) && ` · ${link.address}`}
            {link.builtIn && ` · ${t("links.builtIn")}`}
          </span>
        </div>
        {!link.builtIn && (
          <NowOnly>
            <RemoveLink link={link} />
          </NowOnly>
        )}
      </div>
      {link.fault !== undefined && link.state !== "open" && (
        <p className="tip">
          {linkFaultText(t, link.fault.code)}
          <StationWords text={link.fault.detail} />
        </p>
      )}
      {link.channels.map((channel) => (
        <Channel key={channel.id} channel={channel} away={away} />
      ))}
      {link.channels.length === 0 && link.state === "open" && <span className="small">{t("links.noPeer")}</span>}
    </div>
  );
};
