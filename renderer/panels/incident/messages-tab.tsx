import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { AnswerHelp } from "./answer-help.tsx";
import { Compose } from "./compose.tsx";
import { MessageItem } from "./message-item.tsx";
import { isWaiting, type MessageFilter, messageFilters, messageRows } from "./message-rows.ts";
import { useThings } from "./things-context.tsx";
import { useMay } from "./use-may.ts";

/** Drawn at once; more come when asked for. */
const pageSize = 60;

/** Everything that is said in the incident, in one stream: the newest first, calls for help above all. */
export const MessagesTab = () => {
  const t = useTranslate();
  const { incidentPanel } = useStores();
  const things = useThings();
  const [filter, setFilter] = useState<MessageFilter>("all");
  const [shown, setShown] = useState(pageSize);
  const [replyTo, setReplyTo] = useState<string | undefined>();
  const may = useMay()({ kind: "incident.put", thing: "message", fields: {} });
  const rows = useMemo(() => messageRows(things, filter), [things, filter]);
  const all = useMemo(() => messageRows(things, "all"), [things]);
  const readIds = useStore(incidentPanel, (state) => state.readIds);
  // What was unread when the tab was opened stays marked while it is open.
  const [readBefore] = useState(readIds);
  useEffect(() => incidentPanel.getState().markRead(all.map(({ id }) => id)), [incidentPanel, all]);
  const waiting = useMemo(() => all.filter((message) => isWaiting(message, things)).length, [all, things]);
  return (
    <>
      <AnswerHelp />
      {may && <Compose replyTo={replyTo} onSent={() => setReplyTo(undefined)} />}
      <fieldset className="segments list-filter" aria-label={t("message.filter")}>
        {messageFilters.map((one) => (
          <button key={one} type="button" aria-pressed={one === filter} onClick={() => setFilter(one)}>
            {t(`message.filter.${one}`)}
            {one === "order" && waiting > 0 && <span className="small">{waiting}</span>}
          </button>
        ))}
      </fieldset>
      {rows.length === 0 && <p className="empty">{t("message.none")}</p>}
      <ul className="stream">
        {rows.slice(0, shown).map((message) => (
          <MessageItem
            key={message.id}
            message={message}
            isNew={!readBefore.has(message.id)}
            onReply={may ? () => setReplyTo(message.id) : undefined}
          />
        ))}
      </ul>
      {rows.length > shown && (
        <button type="button" className="button more" onClick={() => setShown(shown + pageSize)}>
          {t("common.showMore", { count: Math.min(pageSize, rows.length - shown) })}
        </button>
      )}
    </>
  );
};
