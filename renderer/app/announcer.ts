import type { VehicleId } from "../../shared/vehicle/vehicle-state.ts";
import type { OrderedEvent } from "../../shared/wire/stream.ts";
import { translator } from "../i18n/translate.ts";
import { alertText } from "../panels/alert-text.ts";
import { operationText } from "../panels/operation-text.ts";
import type { Stores } from "../stores/create-stores.ts";
import { languageOf } from "../stores/settings-store.ts";
import { HeatNews } from "./heat-news.ts";
import { SoundLimiter } from "./sound-limiter.ts";
import { SoundPlayer } from "./sound-player.ts";
import { type Announcement, vehicleNews } from "./vehicle-news.ts";

/** Events older than this when they arrive (missed while away) are shown but not sounded. */
const sounds = { freshMs: 20_000 };

/** What the words of an event need to know besides it. */
export interface AnnounceContext {
  readonly language: Parameters<typeof translator>[0];
  readonly nameOf: (id: VehicleId) => string;
  /** The operator at this screen. */
  readonly operatorId: string;
  readonly holds: (id: VehicleId) => boolean;
}

type Operation = Extract<OrderedEvent["event"], { kind: "operation-ended" }>["operation"];

/** A refusal is news to whoever asked and to whoever holds the vehicle; what went well says so by itself. */
const ofOperation = (operation: Operation, context: AnnounceContext): Announcement | undefined => {
  const t = translator(context.language);
  const mine = operation.by.id === context.operatorId || context.holds(operation.vehicleId);
  const { fault } = operation;
  if (!mine || fault === undefined || fault.code === "cancelled" || fault.code === "superseded") return undefined;
  return {
    sound: "refused",
    text: t("sound.refused", {
      name: context.nameOf(operation.vehicleId),
      what: t(`operationKind.${operation.kind}`),
      why: [operationText(t, operation)?.text, fault.vehicleText].filter(Boolean).join(" "),
    }),
  };
};

/** What an event sounds like and says to a screen reader; undefined for what stays silent. */
export const announcementOf = ({ event }: OrderedEvent, context: AnnounceContext): Announcement | undefined => {
  const t = translator(context.language);
  switch (event.kind) {
    case "heat-found":
      return { sound: "heat", text: t("sound.newHeat", { number: event.heat.number }) };
    case "vehicle-lost":
      return { sound: "lost", text: t("sound.vehicleLost", { name: event.name }) };
    case "vehicle-back":
      return { sound: "back", text: t("sound.vehicleBack", { name: event.name }) };
    case "operation-ended":
      return ofOperation(event.operation, context);
    case "alert-raised": {
      const { alert } = event;
      const { vehicleId } = alert;
      const { title } = alertText(t, alert, vehicleId === undefined ? undefined : context.nameOf(vehicleId));
      // Only the holder is asked.
      if (alert.code === "custody-asked")
        return vehicleId !== undefined && context.holds(vehicleId) ? { sound: "ask", text: title } : undefined;
      // A lost vehicle and its return have sounds of their own.
      if (alert.severity === "info" || alert.code.startsWith("vehicle-")) return undefined;
      return { sound: "alert", text: title };
    }
    default:
      return undefined;
  }
};

const contextOf = (stores: Stores): AnnounceContext => {
  const { byId } = stores.fleet.getState();
  const { operatorId } = stores.commander;
  return {
    language: languageOf(stores.settings.getState()),
    nameOf: (id) => byId[id]?.name ?? id,
    operatorId,
    holds: (id) => byId[id]?.custody?.holder.id === operatorId,
  };
};

/** Sounds become possible with a person's first touch. */
const unlockBySome = (window: Window, player: SoundPlayer, stores: Stores): void => {
  const unlock = async (): Promise<void> => {
    try {
      if (!(await player.unlock())) return;
      stores.sound.setState({ state: "ready" });
    } catch {
      stores.sound.setState({ state: "unavailable" });
    }
    for (const kind of ["pointerdown", "keydown"]) window.removeEventListener(kind, unlock);
  };
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, unlock);
};

/** Whether a change is news: where all was forgotten everything changes at once, and none of it is. */
const newsWatch = (stores: Stores): (() => boolean) => {
  let resetN = stores.station.getState().resetN;
  return () => {
    const station = stores.station.getState();
    const isNews = station.resetN === resetN;
    resetN = station.resetN;
    return isNews;
  };
};

/** Sounds the ordered events and what vehicles do, and writes both into the page's live region. @returns what takes the events */
export const startAnnouncer = (window: Window, stores: Stores): ((events: readonly OrderedEvent[]) => void) => {
  const player = new SoundPlayer();
  const limiter = new SoundLimiter();
  unlockBySome(window, player, stores);
  const announce = ({ sound, text }: Announcement): void => {
    const allowed = limiter.allow(sound, stores.deviceClock.nowMs());
    // Two hundred sources at once are one sentence, not two hundred.
    if (!allowed && sound === "heat") return;
    const region = window.document.getElementById("announcements");
    if (region !== null) region.textContent = text;
    if (allowed && !stores.settings.getState().muted) player.play(sound);
  };
  const words = () => translator(languageOf(stores.settings.getState()));
  const fleetIsNews = newsWatch(stores);
  stores.fleet.subscribe((state, before) => {
    if (!fleetIsNews()) return;
    for (const news of vehicleNews(words(), before.byId, state.byId)) announce(news);
  });
  const heatNews = new HeatNews();
  const heatIsNews = newsWatch(stores);
  stores.heat.subscribe((state, before) => {
    if (!heatIsNews()) return;
    for (const { number } of heatNews.risen(before.byId, state.byId))
      announce({ sound: "heat", text: words()("sound.heatRose", { number }) });
  });
  return (events) => {
    const nowMs = stores.stationNow();
    for (const event of events) {
      const found = event.event.kind === "heat-found" ? event.event.heat : undefined;
      if (found !== undefined && !heatNews.found(found, stores.heat.getState().byId[found.id])) continue;
      const announcement = announcementOf(event, contextOf(stores));
      if (announcement === undefined) continue;
      if (nowMs !== undefined && nowMs - event.atMs > sounds.freshMs) continue;
      announce(announcement);
    }
  };
};
