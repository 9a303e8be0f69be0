import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import type { LoggedMessage, MissionLog } from "../../../shared/wire/archive.ts";
import { type ArchiveStore, archivePositionAt } from "../../stores/archive/archive-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { fieldText, messageLine } from "./message-text.ts";
import { useMessages } from "./use-messages.ts";

/** While it plays the list follows in such steps, ms of the mission. */
const followMs = 500;

const Row = (props: {
  readonly message: LoggedMessage;
  readonly state: "before" | "at" | "after";
  readonly open: boolean;
  readonly onOpen: () => void;
}) => {
  const { message, state, open, onOpen } = props;
  const format = useFormat();
  const thousandths = String(Math.floor(message.positionMs % 1_000)).padStart(3, "0");
  return (
    <li className={`message-row message-${state}`} aria-current={state === "at" ? "true" : undefined}>
      <button type="button" aria-expanded={open} onClick={onOpen}>
        <time>{`${format.span(message.positionMs)}.${thousandths}`}</time>
        <strong>{message.message}</strong>
        <small>{message.systemId === 0 ? "" : `${message.systemId}/${message.componentId}`}</small>
        <span className="message-fields">{messageLine(message)}</span>
      </button>
      {open && (
        <dl>
          {Object.entries(message.fields).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{fieldText(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
};

const Filter = ({ logs }: { readonly logs: readonly MissionLog[] }) => {
  const t = useTranslate();
  const { plots } = useStores();
  const id = useId();
  const { log, streams, text } = useStore(plots);
  const known = logs.find(({ n }) => n === log)?.streams ?? [];
  const sorted = useMemo(() => [...known].sort((a, b) => (a.key < b.key ? -1 : 1)), [known]);
  const { set } = plots.getState();
  return (
    <div className="message-filter">
      {logs.length > 1 && (
        <>
          <label htmlFor={`${id}-log`}>{t("messages.log")}</label>
          <select
            id={`${id}-log`}
            value={log}
            onChange={(event) => set({ log: Number(event.currentTarget.value), streams: [] })}
          >
            {logs.map(({ n, name }) => (
              <option key={n} value={n}>
                {name}
              </option>
            ))}
          </select>
        </>
      )}
      <label htmlFor={`${id}-stream`}>{t("messages.kind")}</label>
      <select
        id={`${id}-stream`}
        value={streams[0] ?? ""}
        onChange={(event) => set({ streams: event.currentTarget.value === "" ? [] : [event.currentTarget.value] })}
      >
        <option value="">{t("messages.all")}</option>
        {sorted.map(({ key, count }) => (
          <option key={key} value={key}>
            {`${key} (${count})`}
          </option>
        ))}
      </select>
      <label htmlFor={`${id}-text`}>{t("messages.words")}</label>
      <input
        id={`${id}-text`}
        type="search"
        value={text}
        onChange={(event) => set({ text: event.currentTarget.value })}
      />
    </div>
  );
};

/** The messages of telemetry about the mission's instant; one that is pressed opens and takes the mission there. */
export const MessageList = (props: { readonly archive: ArchiveStore; readonly logs: readonly MissionLog[] }) => {
  const t = useTranslate();
  const { archive } = props;
  const { plots, apiBase, deviceClock, ticker } = useStores();
  const { log, streams, text } = useStore(plots);
  const playing = useStore(archive, (state) => state.player?.playing === true);
  const positionMs = useStore(ticker, () => archivePositionAt(archive.getState(), deviceClock.nowMs()) ?? 0);
  const atMs = playing ? Math.floor(positionMs / followMs) * followMs : positionMs;
  const { messages, fault, loading } = useMessages({ base: apiBase, log, streams, text, atMs });
  const [openOffset, setOpenOffset] = useState<number | undefined>();
  const atIndex = messages.findLastIndex((message) => message.positionMs <= atMs);
  const list = useRef<HTMLOListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other messages are there, and with them another one at the instant
  useEffect(() => {
    list.current?.querySelector("[aria-current=true]")?.scrollIntoView({ block: "center" });
  }, [messages]);
  return (
    <div className="message-inspector">
      <Filter logs={props.logs} />
      {fault !== undefined && <p className="note">{t("messages.fault", { detail: fault })}</p>}
      {fault === undefined && !loading && messages.length === 0 && <p className="note">{t("messages.none")}</p>}
      <ol ref={list} className="message-list" aria-busy={loading}>
        {messages.map((message, i) => (
          <Row
            key={`${message.offset}:${message.stream}`}
            message={message}
            state={i === atIndex ? "at" : i < atIndex ? "before" : "after"}
            open={message.offset === openOffset}
            onOpen={() => {
              setOpenOffset(message.offset === openOffset ? undefined : message.offset);
              archive.getState().seek(message.positionMs);
            }}
          />
        ))}
      </ol>
    </div>
  );
};
