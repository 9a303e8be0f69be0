import type { OrderedEvent } from "../../shared/wire/stream.ts";
import { translator } from "../i18n/translate.ts";
import type { Stores } from "../stores/create-stores.ts";
import { languageOf } from "../stores/settings-store.ts";
import { SoundLimiter, type SoundName } from "./sound-limiter.ts";
import { SoundPlayer } from "./sound-player.ts";

/** Events older than this when they arrive (missed while away) are shown but not sounded. */
const sounds = { freshMs: 20_000 };

/** What an event sounds like and says to a screen reader; undefined for what stays silent. */
export const announcementOf = (
  { event }: OrderedEvent,
  language: Parameters<typeof translator>[0],
): { readonly sound: SoundName; readonly text: string } | undefined => {
  const t = translator(language);
  switch (event.kind) {
    case "heat-found":
      return { sound: "heat", text: t("sound.newHeat", { number: event.heat.number }) };
    case "vehicle-lost":
      return { sound: "lost", text: t("sound.vehicleLost", { name: event.name }) };
    case "vehicle-back":
      return { sound: "back", text: t("sound.vehicleBack", { name: event.name }) };
    case "alert-raised": {
      // A lost vehicle and its return have sounds of their own.
      if (event.alert.severity === "info" || event.alert.code.startsWith("vehicle-")) return undefined;
      return { sound: "alert", text: t.loose(`alert.${event.alert.code}.title`, event.alert.params) };
    }
    default:
      return undefined;
  }
};

/** Sounds the ordered events and writes them into the page's live region. @returns what takes the events */
export const startAnnouncer = (window: Window, stores: Stores): ((events: readonly OrderedEvent[]) => void) => {
  const player = new SoundPlayer();
  const limiter = new SoundLimiter();
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
  return (events) => {
    const nowMs = stores.stationNow();
    for (const event of events) {
      const announcement = announcementOf(event, languageOf(stores.settings.getState()));
      if (announcement === undefined) continue;
      if (nowMs !== undefined && nowMs - event.atMs > sounds.freshMs) continue;
      if (!limiter.allow(announcement.sound, stores.deviceClock.nowMs())) continue;
      const region = window.document.getElementById("announcements");
      if (region !== null) region.textContent = announcement.text;
      if (!stores.settings.getState().muted) player.play(announcement.sound);
    }
  };
};
