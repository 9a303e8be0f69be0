import type { IncidentEvent } from "../../../shared/incident/incident-event.ts";
import { type Thing, thingKey } from "../../../shared/incident/thing.ts";
import { thingName } from "../../../shared/incident/thing-name.ts";
import type { StationEvent } from "../../../shared/wire/stream.ts";
import type { EventLog } from "../event-log.ts";
import type { IncidentDesk } from "./incident-desk.ts";

type News = Extract<StationEvent, { readonly kind: "incident-news" }>;

/** A roster or a division is no flood of news. */
const mostAtOnce = 20;

/** What people should hear of at once. */
const newsOf = ({ body, author }: IncidentEvent, thing: Thing | undefined): News | undefined => {
  const made = (news: News["news"], text: string): News => ({
    kind: "incident-news",
    news,
    thing: thingKey(body.thing, body.thingId),
    by: author.name,
    text: text.slice(0, 200),
  });
  if (body.kind === "step") {
    if (body.step === "called-for-help") return made("help", body.text ?? "");
    return body.thing === "assignment" && body.step !== "sent" ? made("step", body.step) : undefined;
  }
  const isNew = Object.keys(body.seen).length === 0;
  const name = thing === undefined ? "" : thingName(thing);
  if (body.thing === "incident") {
    if (isNew) return made("opened", name);
    return typeof body.fields.phase === "string" ? made("phase", body.fields.phase) : undefined;
  }
  if (!isNew) return undefined;
  if (body.thing === "clue") return made("clue", body.fields.text ?? name);
  if (body.thing !== "message") return undefined;
  const { nature, text } = body.fields;
  return made(nature === "help" || nature === "order" ? nature : "message", text ?? "");
};

/** Tells of what happens in the incident on the ordered stream. @returns stops it */
export const tellNews = (desk: IncidentDesk, events: Pick<EventLog, "append">): (() => void) =>
  desk.onChanged((change) => {
    const { things } = desk;
    const news = change.events.flatMap((event) => {
      const told = newsOf(event, things.get(thingKey(event.body.thing, event.body.thingId)));
      return told === undefined ? [] : [told];
    });
    for (const one of news.slice(0, mostAtOnce)) events.append(one);
  });
