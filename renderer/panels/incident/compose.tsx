import { IconMapPin, IconSend, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { thingKey } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { usePut } from "../search/use-put.ts";
import {
  completeMention,
  type Mentionable,
  mentionables,
  mentionedIn,
  offeredMentions,
  typedMention,
} from "./mentions.ts";
import { readRadio } from "./read-radio.ts";
import { useThings } from "./things-context.tsx";
import { useMay } from "./use-may.ts";

const natures = ["chat", "order", "radio"] as const;
type Nature = (typeof natures)[number];

/** Who is named, as it is typed: arrows choose, Tab or Enter takes. */
const useMentions = (text: string, cursor: number) => {
  const t = useTranslate();
  const things = useThings();
  const all = useMemo(() => mentionables(things, (role) => t(`search.role.${role}`)), [things, t]);
  const typed = typedMention(text, cursor);
  const offered = typed === undefined ? [] : offeredMentions(typed, all);
  // A name that stands there whole is no longer being typed.
  const isWhole = typed !== undefined && all.some(({ name }) => typed.trimEnd() === name && typed !== name);
  return { all, offered: isWhole ? [] : offered };
};

const Offered = (props: {
  readonly offered: readonly Mentionable[];
  readonly at: number;
  readonly onTake: (one: Mentionable) => void;
}) => {
  const t = useTranslate();
  if (props.offered.length === 0) return undefined;
  return (
    <ul className="mentions" aria-label={t("message.mentions")}>
      {props.offered.map((one, i) => (
        <li key={`${one.kind}/${one.id}`}>
          <button
            type="button"
            className={i === props.at ? "button quiet active" : "button quiet"}
            // The text keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => props.onTake(one)}
          >
            @{one.name}
          </button>
        </li>
      ))}
    </ul>
  );
};

const ReplyNote = ({ id, onDrop }: { readonly id: string; readonly onDrop: () => void }) => {
  const t = useTranslate();
  const message = useThings().get(thingKey("message", id));
  if (message?.kind !== "message") return undefined;
  return (
    <p className="reply-note small">
      <span>
        {t("message.replyTo", { name: message.createdBy.name, text: message.fields.text?.slice(0, 60) ?? "" })}
      </span>
      <button type="button" className="button quiet square" aria-label={t("search.cancel")} onClick={onDrop}>
        <IconX size={18} aria-hidden="true" />
      </button>
    </p>
  );
};

/** Something to be said: to all or to whom "@" names; as an order that must be acknowledged; or what was heard on the air. */
export const Compose = (props: { readonly replyTo: string | undefined; readonly onSent: () => void }) => {
  const t = useTranslate();
  const { mapTool, fly } = useStores();
  const hasMap = useStore(fly, (state) => state.hasMap);
  const area = useRef<HTMLTextAreaElement>(null);
  const { state, make } = usePut();
  const mayOrder = useMay()({ kind: "incident.put", thing: "message", fields: { nature: "order", needsAck: true } });
  const [nature, setNature] = useState<Nature>("chat");
  const [text, setText] = useState("");
  const [cursor, setCursor] = useState(0);
  const [at, setAt] = useState(0);
  const [place, setPlace] = useState<LatLon | undefined>();
  const { all, offered } = useMentions(text, cursor);
  const radio = nature === "radio" ? readRadio(text) : undefined;
  const isReady = text.trim() !== "" && (nature !== "radio" || radio !== undefined);
  const send = async () => {
    if (!isReady || state.state === "pending") return;
    const said = radio?.text ?? text.trim();
    const named = mentionedIn(said, all);
    const outcome = await make("message", {
      nature,
      text: said,
      ...(nature === "order" ? { needsAck: true } : {}),
      ...(named.teamIds.length > 0 ? { teamIds: named.teamIds } : {}),
      ...(named.personIds.length > 0 ? { personIds: named.personIds } : {}),
      ...(named.roles.length > 0 ? { roles: named.roles } : {}),
      ...(radio === undefined
        ? {}
        : {
            radio: {
              from: radio.from,
              to: radio.to,
              ...(radio.channel === undefined ? {} : { channel: radio.channel }),
            },
            ...fromTeam(radio.from, all),
          }),
      ...(place === undefined ? {} : { place: { latDeg: place.latDeg, lonDeg: place.lonDeg } }),
      ...(props.replyTo === undefined ? {} : { replyTo: props.replyTo }),
    });
    if (!outcome.ok) return;
    setText("");
    setPlace(undefined);
    props.onSent();
  };
  const placed = useRef<number | undefined>(undefined);
  // Before the next key comes: what is typed on goes behind the name.
  useLayoutEffect(() => {
    if (placed.current !== undefined) area.current?.setSelectionRange(placed.current, placed.current);
    placed.current = undefined;
  });
  const take = (one: Mentionable) => {
    const done = completeMention(text, cursor, one);
    setText(done.text);
    setCursor(done.cursor);
    setAt(0);
    placed.current = done.cursor;
  };
  const onKey = (event: KeyboardEvent) => {
    const one = offered[at];
    if (offered.length > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      setAt((at + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % offered.length);
    } else if (one !== undefined && (event.key === "Tab" || event.key === "Enter")) {
      event.preventDefault();
      take(one);
    } else if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void send();
    }
  };
  return (
    <form
      className="compose"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {mayOrder && (
        <fieldset className="segments compose-more" aria-label={t("message.as")}>
          {natures.map((one) => (
            <button key={one} type="button" aria-pressed={one === nature} onClick={() => setNature(one)}>
              {t(`message.nature.${one}`)}
            </button>
          ))}
        </fieldset>
      )}
      {props.replyTo !== undefined && <ReplyNote id={props.replyTo} onDrop={props.onSent} />}
      <div className="compose-line">
        <textarea
          ref={area}
          className="text-field"
          rows={2}
          maxLength={4_000}
          aria-label={t(`message.nature.${nature}`)}
          placeholder={t(
            nature === "radio" ? "message.radioHint" : nature === "order" ? "message.orderHint" : "message.hint",
          )}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setCursor(event.currentTarget.selectionStart);
            setAt(0);
          }}
          onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
          onKeyDown={onKey}
        />
        <button
          type="submit"
          className="button primary square"
          aria-label={t("message.send")}
          title={t("message.send")}
          disabled={!isReady || state.state === "pending"}
        >
          <IconSend size={20} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="button square compose-more"
          disabled={!hasMap}
          aria-pressed={place !== undefined}
          aria-label={t(place === undefined ? "message.addPlace" : "message.dropPlace")}
          title={t(place === undefined ? "message.addPlace" : "message.dropPlace")}
          onClick={() =>
            place === undefined
              ? mapTool
                  .getState()
                  .pick({ kind: "place", colourIndex: 4, label: t("message.addPlace"), onDone: setPlace })
              : setPlace(undefined)
          }
        >
          <IconMapPin size={20} aria-hidden="true" />
        </button>
      </div>
      <Offered offered={offered} at={at} onTake={take} />
      {nature === "radio" && text.trim() !== "" && radio === undefined && (
        <p className="small">{t("message.radioForm")}</p>
      )}
      {nature === "order" && <p className="small">{t("message.orderTip")}</p>}
      <FaultNote state={state} />
    </form>
  );
};

/** Who spoke on the air, where it is a team's name: so it counts as heard of. */
const fromTeam = (from: string, all: readonly Mentionable[]): { readonly fromTeamId?: string } => {
  const team = all.find(({ kind, name }) => kind === "team" && name.toLowerCase() === from.toLowerCase());
  return team === undefined ? {} : { fromTeamId: team.id };
};
