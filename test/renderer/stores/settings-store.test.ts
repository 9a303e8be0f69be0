import { describe, expect, it } from "vitest";
import {
  createSettingsStore,
  defaultSettings,
  languageOf,
  parseSettings,
  themeOf,
} from "../../../renderer/stores/settings-store.ts";

const system = { dark: true, language: "zh-CN" } as const;

const memoryStorage = (initial?: string) => {
  const kept = new Map<string, string>(initial === undefined ? [] : [["lantern.settings", initial]]);
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
};

describe("settings", () => {
  it("follow the system until a person chooses", () => {
    const store = createSettingsStore({ system });

    expect(themeOf(store.getState())).toBe("night");
    expect(languageOf(store.getState())).toBe("zh-CN");

    store.getState().set({ theme: "day", language: "en" });
    expect(themeOf(store.getState())).toBe("day");
    expect(languageOf(store.getState())).toBe("en");
  });

  it("survive a reload", () => {
    const storage = memoryStorage();
    const store = createSettingsStore({ storage, system });
    store.getState().set({ muted: true, coordinateFormat: "mgrs" });
    store.getState().setLayer("contours", false);
    store.getState().setFolded("heat", true);

    const again = createSettingsStore({ storage, system }).getState();

    expect(again.muted).toBe(true);
    expect(again.coordinateFormat).toBe("mgrs");
    expect(again.layers.contours).toBe(false);
    expect(again.folded.heat).toBe(true);
  });

  it("keep what the device prefers out of what is saved", () => {
    const storage = memoryStorage();
    createSettingsStore({ storage, system }).getState().set({ muted: true });

    expect(storage.kept.get("lantern.settings")).not.toContain("dark");
  });

  it.each(["", "null", "[]", "{", '"night"', "17"])("fall back to the defaults for a damaged save: %s", (json) => {
    expect(parseSettings(json)).toEqual(defaultSettings);
  });

  it("lose only the field that is damaged or outdated", () => {
    const saved = parseSettings('{"theme":"sepia","muted":true,"layers":{"trails":false,"unknown":true,"heat":"yes"}}');

    expect(saved.theme).toBe("system");
    expect(saved.muted).toBe(true);
    expect(saved.layers).toEqual({ ...defaultSettings.layers, trails: false });
  });

  it("live on where the browser forbids storage", () => {
    const storage = {
      getItem: () => null,
      setItem: () => {
        throw new Error("QuotaExceededError");
      },
    };
    const store = createSettingsStore({ storage, system });

    store.getState().set({ muted: true });

    expect(store.getState().muted).toBe(true);
  });
});
