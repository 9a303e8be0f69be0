import { useEffect } from "react";
import { translator } from "../i18n/translate.ts";
import { nextNew } from "../panels/heat-list.ts";
import { jumpText } from "../panels/timeline/mark-text.ts";
import { changeSpeed, jump, seekBy, togglePlay } from "../panels/timeline/time-controls.ts";
import { archiveHash, archiveListHash, nowMissionId } from "../stores/archive/archive-address.ts";
import type { Stores } from "../stores/create-stores.ts";
import { vehicleTabs } from "../stores/fly-store.ts";
import { languageOf, themeChoices } from "../stores/settings-store.ts";
import { type HotkeyAction, hotkeyAction, type KeyPress } from "./hotkeys.ts";

const typingIn = "input:not([type=checkbox],[type=radio],[type=range]),textarea,select,[contenteditable=true]";
/** The timeline is a slider whose keys are the program's own. */
const takesKeys = `${typingIn},button,a[href],summary,[role=slider]:not(.timeline-canvas),[role=radio],.leaflet-container`;

const pressOf = (event: KeyboardEvent, stores: Stores): KeyPress => {
  const target = event.target instanceof Element ? event.target : undefined;
  return {
    key: event.key,
    code: event.code,
    shift: event.shiftKey,
    modified: event.ctrlKey || event.altKey || event.metaKey,
    // A dialog closes by Escape itself; the same key must not also let go of the vehicle behind it.
    typing: target?.closest(`${typingIn},[role=dialog]`) != null,
    inControl: target?.closest(takesKeys) != null,
    archived: stores.archive !== undefined,
  };
};

const showNextHeat = (stores: Stores): void => {
  const { selectedHeatId, selectHeat, requestFlyTo } = stores.selection.getState();
  const next = nextNew(Object.values(stores.heat.getState().byId), selectedHeatId);
  if (next === undefined) return;
  selectHeat(next.id);
  if (next.location.located) requestFlyTo(next.location.position);
};

const decide = (stores: Stores, decision: "new" | "confirmed" | "dismissed"): void => {
  // What was seen then is judged by what is known now.
  if (stores.archive !== undefined) return;
  const heatId = stores.selection.getState().selectedHeatId;
  const source = heatId === undefined ? undefined : stores.heat.getState().byId[heatId];
  // A decision is changed only by taking it back first, so that a stray key can't turn a find into a dismissal.
  if (source === undefined || (decision === "new") === (source.decision.state === "new")) return;
  const by = stores.settings.getState().operatorName.trim();
  void stores.send({
    kind: "heat.decide",
    heatId: source.id,
    decision,
    was: source.decision.state,
    ...(by === "" ? {} : { by }),
  });
};

const goToNow = (): void => {
  window.location.hash = "";
};

/** What lies under the archive's clock, by turns. */
const nextTab = { lanes: "plots", plots: "messages", messages: "lanes" } as const;

const inArchive = (stores: Stores, action: HotkeyAction): void => {
  const { archive, timeline } = stores;
  if (archive === undefined) return;
  switch (action.kind) {
    case "play-pause":
      // What plays is stopped, in whichever direction.
      if (archive.getState().player?.playing === true) archive.getState().pause();
      else togglePlay(stores, 1);
      break;
    case "play-backwards":
      togglePlay(stores, -1);
      break;
    case "time-step":
      seekBy(stores, action.byMs);
      break;
    case "message-step":
      archive.getState().step(action.direction);
      break;
    case "play-speed":
      changeSpeed(stores, action);
      break;
    case "jump": {
      const t = translator(languageOf(stores.settings.getState()));
      timeline.getState().set({ said: jumpText(t, jump(stores, action.direction)) });
      break;
    }
    case "telemetry": {
      const { tab, set } = stores.plots.getState();
      set({ tab: nextTab[tab] });
      stores.settings.getState().set({ timelineFolded: false });
      break;
    }
    case "note":
      timeline.getState().set({ notes: timeline.getState().notes === "closed" ? "new" : "closed" });
      break;
    case "now":
      goToNow();
      break;
    default:
      break;
  }
};

/** Back by one step: what is open is closed; from a moment ago to now; what is selected is let go of. */
const clear = (stores: Stores, help: { close: () => boolean }): void => {
  const { archive, timeline, selection } = stores;
  if (help.close()) return;
  if (archive !== undefined && timeline.getState().notes !== "closed") timeline.getState().set({ notes: "closed" });
  else if (archive?.getState().missionId === nowMissionId) goToNow();
  else selection.getState().clear();
};

const aboutSelected = (stores: Stores, kind: "watch" | "find"): void => {
  const { selectedVehicleId, watchedVehicleId, watchVehicle, requestFlyTo } = stores.selection.getState();
  if (selectedVehicleId === undefined) return;
  if (kind === "watch") {
    watchVehicle(watchedVehicleId === selectedVehicleId ? undefined : selectedVehicleId);
    return;
  }
  const position = stores.fleet.getState().byId[selectedVehicleId]?.position;
  if (position !== undefined) requestFlyTo(position);
};

const fly = (stores: Stores, action: HotkeyAction): void => {
  const { order } = stores.fleet.getState();
  const { marked, mark, markOnly, tab, showTab } = stores.fly.getState();
  if (action.kind === "mark") {
    const id = order[action.index];
    if (id !== undefined) mark(id, !marked.includes(id));
  }
  if (action.kind === "mark-all") markOnly(order.every((id) => marked.includes(id)) ? [] : order);
  if (action.kind === "next-tab") showTab(vehicleTabs[(vehicleTabs.indexOf(tab) + 1) % vehicleTabs.length] ?? "status");
  // The past can't be stopped: what is meant is what flies now.
  if (action.kind === "emergency")
    stores.live.fly.getState().openEmergency(stores.live.selection.getState().selectedVehicleId);
};

const perform = (stores: Stores, action: HotkeyAction, help: { open: () => void; close: () => boolean }): void => {
  const settings = stores.settings.getState();
  switch (action.kind) {
    case "select": {
      const id = stores.fleet.getState().order[action.index];
      if (id !== undefined) stores.selection.getState().selectVehicle(id);
      break;
    }
    case "mark":
    case "mark-all":
    case "next-tab":
    case "emergency":
      fly(stores, action);
      break;
    case "fold":
      settings.setFolded(action.panel, !settings.folded[action.panel]);
      break;
    case "decide":
      decide(stores, action.decision);
      break;
    case "next-heat":
      showNextHeat(stores);
      break;
    case "watch":
    case "find":
      aboutSelected(stores, action.kind);
      break;
    case "mute":
      settings.set({ muted: !settings.muted });
      break;
    case "theme": {
      const next = (themeChoices.indexOf(settings.theme) + 1) % themeChoices.length;
      settings.set({ theme: themeChoices[next] ?? "system" });
      break;
    }
    case "help":
      help.open();
      break;
    case "clear":
      clear(stores, help);
      break;
    case "archive":
      window.location.hash = archiveListHash;
      break;
    case "look-back":
      window.location.hash = archiveHash({ missionId: nowMissionId, positionMs: -action.byMs });
      break;
    case "fold-timeline":
      settings.set({ timelineFolded: !settings.timelineFolded });
      break;
    default:
      inArchive(stores, action);
  }
};

/** Everything by keyboard. `help.close` answers whether there was something to close. */
export const useHotkeys = (
  stores: Stores,
  help: { readonly open: () => void; readonly close: () => boolean },
): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const action = hotkeyAction(pressOf(event, stores));
      if (action === undefined) return;
      event.preventDefault();
      perform(stores, action, help);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [stores, help]);
};
