import { IconArrowBackUp, IconCheck, IconMapPin } from "@tabler/icons-react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { type Addressee, messageDelivery } from "../../../shared/incident/message-delivery.ts";
import { type Thing, thingKey } from "../../../shared/incident/thing.ts";
import type { Translate } from "../../i18n/translate.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { Section } from "../fly/section.tsx";
import { useFormat } from "../format-context.tsx";
import { FieldConflict } from "../search/field-conflict.tsx";
import { StateMark } from "../state-mark.tsx";
import { ShortTime } from "./age-note.tsx";
import { CluePhotos } from "./clue-photos.tsx";
import { type Things, useThings } from "./things-context.tsx";
import { useMay } from "./use-may.ts";
import { useStep } from "./use-step.ts";

type MessageProps = { readonly message: Thing<"message"> };

/** More names than these say less than their number. */
const mostNames = 12;

const nameOf = ({ kind, id }: Addressee, things: Things, t: Translate): string => {
  if (kind === "role") return t(`search.role.${id}`);
  const thing = things.get(thingKey(kind, id));
  return (thing?.kind === kind ? thing.fields.name : undefined) ?? id;
};

/** Who acknowledged an order and who didn't yet, by name; what a team said by radio is written down here. */
const Delivery = ({ message }: MessageProps) => {
  const t = useTranslate();
  const format = useFormat();
  const things = useThings();
  const may = useMay();
  const { state, step } = useStep();
  const { acknowledged, missing } = messageDelivery(message, things);
  const total = acknowledged.length + missing.length;
  const mayNote = may({ kind: "incident.put", thing: "assignment", fields: {} });
  if (total === 0) return undefined;
  const some = (names: readonly string[]): string =>
    names.length > mostNames
      ? `${format.list(names.slice(0, mostNames))} … +${names.length - mostNames}`
      : format.list(names);
  return (
    <div className="delivery">
      <p className="small">
        <StateMark state={missing.length === 0 ? "ok" : "warn"} />
        {missing.length === 0
          ? t("message.allAcknowledged", { total })
          : t("message.missing", {
              done: acknowledged.length,
              total,
              names: some(missing.map((one) => nameOf(one, things, t))),
            })}
      </p>
      {mayNote && missing.length > 0 && missing.length <= mostNames && (
        <Section title={t("message.byRadio")}>
          <div className="chip-row">
            {missing.map((one) => (
              <button
                key={`${one.kind}/${one.id}`}
                type="button"
                className="button"
                disabled={state.state === "pending"}
                onClick={() => void step(message, "acknowledged", { text: `${one.kind}/${one.id}` })}
              >
                <IconCheck size={16} aria-hidden="true" />
                {nameOf(one, things, t)}
              </button>
            ))}
          </div>
        </Section>
      )}
      <FaultNote state={state} />
    </div>
  );
};

/** An order to whom sits here: that it was read. */
const Acknowledge = ({ message }: MessageProps) => {
  const t = useTranslate();
  const { commander, role } = useStores();
  const { state, step } = useStep();
  const may = useMay();
  const own = useStore(
    role,
    useShallow(({ role: name, me }) => ({ name, personId: me?.personId, teamId: me?.teamId })),
  );
  const { roles = [], personIds = [], teamIds = [] } = message.fields;
  const isMine =
    roles.includes(own.name) ||
    (own.personId !== undefined && personIds.includes(own.personId)) ||
    (own.teamId !== undefined && teamIds.includes(own.teamId));
  const said = message.steps.some(({ step: name, by }) => name === "acknowledged" && by.id === commander.operatorId);
  const asked = { kind: "incident.step", thing: "message", thingId: message.id, step: "acknowledged" } as const;
  if (!isMine || said || message.createdBy.id === commander.operatorId || !may(asked)) return undefined;
  return (
    <>
      <button
        type="button"
        className="button primary"
        disabled={state.state === "pending"}
        onClick={() => void step(message, "acknowledged")}
      >
        <IconCheck size={18} aria-hidden="true" />
        {t("message.acknowledge")}
      </button>
      <FaultNote state={state} />
    </>
  );
};

const To = ({ message }: MessageProps) => {
  const t = useTranslate();
  const format = useFormat();
  const things = useThings();
  const { teamIds = [], personIds = [], roles = [] } = message.fields;
  const names = [
    ...teamIds.map((id) => nameOf({ kind: "team", id }, things, t)),
    ...personIds.map((id) => nameOf({ kind: "person", id }, things, t)),
    ...roles.map((role) => t(`search.role.${role}`)),
  ];
  if (names.length === 0) return undefined;
  const shown = names.length > 3 ? `${format.list(names.slice(0, 3))} +${names.length - 3}` : format.list(names);
  return <span className="small">→ {shown}</span>;
};

const Replied = ({ id }: { readonly id: string }) => {
  const message = useThings().get(thingKey("message", id));
  if (message?.kind !== "message") return undefined;
  return (
    <blockquote className="small">
      {message.createdBy.name}: {message.fields.text?.slice(0, 120)}
    </blockquote>
  );
};

/** One word of the stream. */
export const MessageItem = (
  props: MessageProps & { readonly isNew: boolean; readonly onReply: (() => void) | undefined },
) => {
  const t = useTranslate();
  const things = useThings();
  const { selection, fly } = useStores();
  const hasMap = useStore(fly, (state) => state.hasMap);
  const { message, onReply } = props;
  const {
    nature = "chat",
    text = "",
    place,
    photos = [],
    radio,
    replyTo,
    needsAck,
    assignmentId,
    fromTeamId,
  } = message.fields;
  const team = fromTeamId === undefined ? undefined : nameOf({ kind: "team", id: fromTeamId }, things, t);
  const author = message.createdBy.role === "station" ? t("message.station") : message.createdBy.name;
  const who =
    radio !== undefined
      ? `${radio.from} → ${radio.to}`
      : team !== undefined && team !== author
        ? `${author} · ${team}`
        : author;
  return (
    <li className={`said said-${nature} ${props.isNew ? "is-new" : ""}`}>
      <div className="said-head">
        {nature !== "chat" && <span className="chip">{t(`message.nature.${nature}`)}</span>}
        <strong>{who}</strong>
        <To message={message} />
        <span className="said-time small">
          {radio?.channel !== undefined && `${radio.channel} · `}
          <ShortTime utcMs={message.createdUtcMs} />
        </span>
      </div>
      {replyTo !== undefined && <Replied id={replyTo} />}
      <div className="said-body">
        <p className="said-text">{text}</p>
        <div className="said-actions">
          {place !== undefined && hasMap && (
            <button
              type="button"
              className="button quiet square"
              aria-label={t("search.showPlace")}
              title={t("search.showPlace")}
              onClick={() => selection.getState().requestFlyTo(place)}
            >
              <IconMapPin size={18} aria-hidden="true" />
            </button>
          )}
          {onReply !== undefined && (
            <button
              type="button"
              className="button quiet square"
              aria-label={t("message.reply", { name: author })}
              title={t("message.reply", { name: author })}
              onClick={onReply}
            >
              <IconArrowBackUp size={18} aria-hidden="true" />
            </button>
          )}
        </div>
      </div>
      <FieldConflict thing={message} field="text" show={(value) => String(value ?? "")} />
      {photos.length > 0 && <CluePhotos photos={photos} mayAdd={false} onChange={() => undefined} />}
      {needsAck === true && <Delivery message={message} />}
      {needsAck === true && <Acknowledge message={message} />}
      {assignmentId !== undefined && (
        <button
          type="button"
          className="button quiet said-order"
          onClick={() => selection.getState().selectThing(thingKey("assignment", assignmentId))}
        >
          {t("message.openOrder")}
        </button>
      )}
    </li>
  );
};
