import { createSendRequest } from "../bridge/requests.ts";
import { StreamClient } from "../bridge/stream-client.ts";
import { pickLanguage } from "../i18n/language.ts";
import { applyStreamMessage } from "../stores/apply-stream.ts";
import { createStores, type Stores } from "../stores/create-stores.ts";
import { PlanExaminer } from "../stores/plan/examine-plan.ts";
import { PlanReckoner } from "../stores/plan/plan-reckoner.ts";
import { PlanSaver } from "../stores/plan/plan-saver.ts";
import { answerPlanMessage, type FromPlanWorker, type ToPlanWorker } from "../stores/plan/plan-worker.ts";
import type { SettingsStorage } from "../stores/settings-store.ts";
import { stationNowAt, stationUtcAt } from "../stores/station-store.ts";
import { startAnnouncer } from "./announcer.ts";
import { afterOf, openSocketOf } from "./browser-io.ts";

const tickMs = 250;
const nameSettlesMs = 1_500;

const storageOf = (window: Window): SettingsStorage | undefined => {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
};

const startTicker = (window: Window, stores: Stores): void => {
  window.setInterval(() => {
    const deviceMs = stores.deviceClock.nowMs();
    const station = stores.station.getState();
    stores.ticker.setState({
      nowMs: stationNowAt(station, deviceMs),
      utcMs: stationUtcAt(station, deviceMs),
      deviceMs,
    });
  }, tickMs);
};

const followSystem = (window: Window, stores: Stores, dark: MediaQueryList): void => {
  const { setSystem } = stores.settings.getState();
  dark.addEventListener("change", () => setSystem({ dark: dark.matches }));
  window.addEventListener("languagechange", () => setSystem({ language: pickLanguage(window.navigator.languages) }));
};

/** The others see the operator's name: it goes to the station once it was written to its end. */
const followName = (window: Window, stores: Stores, onChange: () => void): void => {
  let timer: number | undefined;
  stores.settings.subscribe((state, before) => {
    if (state.operatorName.trim() === before.operatorName.trim()) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(onChange, nameSettlesMs);
  });
};

const startPlanSaver = (window: Window, stores: Stores): void => {
  const { planEdit, plans, station, send, commander } = stores;
  const saver = new PlanSaver({
    planEdit,
    plans,
    station,
    send,
    operator: commander.operator,
    storage: storageOf(window),
    after: afterOf(window),
  });
  window.addEventListener("pagehide", () => saver.flush());
};

/** Plans are worked out beside the page, so that it never stands still; in it where the browser has no workers. */
const startPlanReckoner = (window: Window, stores: Stores): void => {
  const soon = (run: () => void) => void window.setTimeout(run, 0);
  const inPage = new PlanExaminer();
  const postInPage = (message: ToPlanWorker): void => {
    const answer = answerPlanMessage(inPage, message);
    if (answer !== undefined) soon(() => reckoner.onAnswer(answer));
  };
  let post = postInPage;
  if (typeof Worker === "function") {
    const worker = new Worker(new URL("../stores/plan/plan-worker-main.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<FromPlanWorker>) => reckoner.onAnswer(data);
    worker.onerror = () => {
      worker.terminate();
      post = postInPage;
      reckoner.restart();
    };
    post = (message) => worker.postMessage(message);
  }
  const reckoner = new PlanReckoner({ ...stores, post: (message) => post(message), soon });
};

/** Composes the client in a browser window: stores, stream, requests, clocks, sound. */
export const startClient = (window: Window): Stores => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const deviceClock = { nowMs: () => performance.now(), utcMs: () => Date.now() };
  const stores = createStores({
    send: createSendRequest((input, init) => window.fetch(input, init)),
    sendOnStream: (request) => client.send(request),
    fetch: (input, init) => window.fetch(input, init),
    deviceClock,
    storage: storageOf(window),
    system: { dark: dark.matches, language: pickLanguage(window.navigator.languages) },
  });
  followSystem(window, stores, dark);
  startPlanSaver(window, stores);
  startPlanReckoner(window, stores);
  startTicker(window, stores);
  void stores.role.getState().ask();
  const announce = startAnnouncer(window, stores);
  const client: StreamClient = new StreamClient({
    openSocket: openSocketOf(window),
    operator: stores.commander.operator,
    isUnauthorised: async () => {
      try {
        return (await window.fetch("/api/state", { credentials: "same-origin" })).status === 401;
      } catch {
        return false;
      }
    },
    onMessage: (message) => {
      if (message.type === "events") announce(message.events);
      else applyStreamMessage(stores, message);
    },
    onConnection: (connection) => stores.station.setState({ connection }),
    nowMs: deviceClock.nowMs,
    after: afterOf(window),
  });
  client.open();
  followName(window, stores, () => client.reopen());
  return stores;
};
