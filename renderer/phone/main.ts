import "./phone.css";
import { element } from "./element.ts";
import { fieldClient } from "./field-client.ts";
import { memoryStore, openPhoneDatabase, type PhoneStore } from "./phone-database.ts";
import { PhoneModel } from "./phone-model.ts";
import { showApp } from "./view/app-view.ts";
import { wordsFor } from "./words.ts";

const tokenKey = "lantern.phone.token";

/** From the address; else the one that this phone had last, for a page that is opened again from its history. */
const tokenOf = (window: Window): string | undefined => {
  const given = window.location.hash.slice(1);
  try {
    if (/^[\w-]{20,}$/.test(given)) window.localStorage.setItem(tokenKey, given);
    return window.localStorage.getItem(tokenKey) ?? undefined;
  } catch {
    return given === "" ? undefined : given;
  }
};

/** A name for this link's own database that doesn't give its secret away. */
const databaseName = (token: string): string => {
  let hash = 0n;
  for (const letter of token) hash = (hash * 1_099_511_628_211n + BigInt(letter.charCodeAt(0))) % (1n << 64n);
  return `lantern-phone-${hash.toString(36)}`;
};

const openStore = async (window: Window, token: string): Promise<PhoneStore> => {
  try {
    return await openPhoneDatabase(window.indexedDB, databaseName(token));
  } catch {
    return memoryStore();
  }
};

const start = async (): Promise<void> => {
  const t = wordsFor(navigator.languages);
  document.documentElement.lang = t.language;
  document.title = t("phone.title");
  const root = document.getElementById("phone");
  if (root === null) throw new Error("phone.html has no element with id phone.");
  const token = tokenOf(window);
  if (token === undefined) {
    root.replaceChildren(element("p", { class: "empty" }, t("phone.noLink")));
    return;
  }
  // Another link was opened in this tab.
  window.addEventListener("hashchange", () => window.location.reload());
  const store = await openStore(window, token);
  const model = new PhoneModel({ window, store, token, t, client: fieldClient(window.fetch.bind(window), token) });
  showApp(model, root);
  void navigator.storage?.persist?.();
  // A page that is reloaded without network: only where the browser trusts the station's certificate.
  if (window.isSecureContext) void navigator.serviceWorker?.register("phone-worker.js").catch(() => undefined);
  await model.open();
};

void start();
