import type { Operator } from "../../shared/wire/operations.ts";
import { translator } from "../i18n/translate.ts";
import { languageOf, type SettingsState, type SettingsStorage } from "./settings-store.ts";

const storageKey = "lantern.operator";

/** Not `randomUUID`: a browser has that only on pages over https or of its own computer. */
const randomId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * This browser's own id, the same after a reload, so that a pilot who reloads still holds the vehicles. A browser that
 * forbids storage gets one for as long as the page is open.
 */
export const operatorIdOf = (storage: SettingsStorage | undefined, newId: () => string = randomId): string => {
  try {
    const kept = storage?.getItem(storageKey);
    if (kept != null && /^[\w-]{8,64}$/.test(kept)) return kept;
    const id = newId();
    storage?.setItem(storageKey, id);
    return id;
  } catch {
    return newId();
  }
};

/** Who works at this screen; without a name from the settings, told apart by the id's beginning. */
export const operatorOf = (
  id: string,
  settings: Pick<SettingsState, "operatorName" | "language" | "system">,
): Operator => {
  const name = settings.operatorName.trim().slice(0, 80);
  return {
    id,
    name: name === "" ? translator(languageOf(settings))("operator.unnamed", { code: id.slice(0, 4) }) : name,
  };
};
