import { describe, expect, it } from "vitest";
import { announcementOf } from "../../../renderer/app/announcer.ts";
import { hotkeyAction, type KeyPress } from "../../../renderer/app/hotkeys.ts";
import { routeOf } from "../../../renderer/app/route.ts";
import { SoundLimiter } from "../../../renderer/app/sound-limiter.ts";
import { vehicleNews } from "../../../renderer/app/vehicle-news.ts";
import { translator } from "../../../renderer/i18n/translate.ts";
import { mapKeyAction } from "../../../renderer/map/controls/map-key-action.ts";
import { flyKeys } from "../../../renderer/panels/fly/fly-keys.ts";
import { panelKeys } from "../../../renderer/panels/panel-keys.ts";
import type { OperationView } from "../../../shared/wire/operations.ts";
import type { StationEvent } from "../../../shared/wire/stream.ts";
import { buildAlert, buildHeat, buildVehicle } from "../../support/build-views.ts";

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: "",
  shift: false,
  modified: false,
  typing: false,
  inControl: false,
  archived: false,
  ...change,
});

describe("keys", () => {
  it("select by digit, fold by letter, clear by Escape", () => {
    expect(hotkeyAction(press("3"))).toEqual({ kind: "select", index: 2 });
    expect(hotkeyAction(press("h"))).toEqual({ kind: "fold", panel: "heat" });
    expect(hotkeyAction(press("H", { shift: true }))).toEqual({ kind: "fold", panel: "heat" });
    expect(hotkeyAction(press("Escape"))).toEqual({ kind: "clear" });
    expect(hotkeyAction(press("?", { shift: true }))).toEqual({ kind: "help" });
  });

  it("do nothing while someone types or means the browser", () => {
    for (const key of ["3", "h", "y", "Escape"]) {
      expect(hotkeyAction(press(key, { typing: true }))).toBeUndefined();
      expect(hotkeyAction(press(key, { modified: true }))).toBeUndefined();
    }
  });

  it("play and step only in the archive and never away from a slider, a button or the map", () => {
    const archived = { archived: true } as const;

    expect(hotkeyAction(press(" "))).toBeUndefined();
    expect(hotkeyAction(press("ArrowLeft"))).toBeUndefined();
    expect(hotkeyAction(press(" ", archived))).toEqual({ kind: "play-pause" });
    expect(hotkeyAction(press("ArrowLeft", archived))).toEqual({ kind: "time-step", byMs: -5_000 });
    expect(hotkeyAction(press("ArrowRight", { ...archived, shift: true }))).toEqual({
      kind: "time-step",
      byMs: 60_000,
    });
    for (const key of [" ", "ArrowLeft", "ArrowRight"])
      expect(hotkeyAction(press(key, { ...archived, inControl: true }))).toBeUndefined();
  });
});

describe("keys of flying", () => {
  it("mark by Shift and a digit's place, whatever sign that is, and all by Shift and 0", () => {
    const shifted = { shift: true } as const;

    expect(hotkeyAction(press("@", { ...shifted, code: "Digit2" }))).toEqual({ kind: "mark", index: 1 });
    expect(hotkeyAction(press('"', { ...shifted, code: "Digit2" }))).toEqual({ kind: "mark", index: 1 });
    expect(hotkeyAction(press(")", { ...shifted, code: "Digit0" }))).toEqual({ kind: "mark-all" });
    expect(hotkeyAction(press("@", { ...shifted, code: "Digit2", typing: true }))).toBeUndefined();
  });

  it("still select where digits need Shift", () => {
    expect(hotkeyAction(press("2", { shift: true, code: "Digit2" }))).toEqual({ kind: "select", index: 1 });
  });

  it("open the emergency stop only with Shift, and never use a key twice", () => {
    expect(hotkeyAction(press("S", { shift: true }))).toEqual({ kind: "emergency" });
    expect(hotkeyAction(press("s"))).toBeUndefined();
    expect(hotkeyAction(press("S", { shift: true, typing: true }))).toBeUndefined();
    for (const key of [flyKeys.hold, flyKeys.return, flyKeys.land]) {
      expect(hotkeyAction(press(key.toLowerCase()))).toBeUndefined();
      expect(mapKeyAction(key.toLowerCase(), true)).toBeUndefined();
    }
  });

  it("have a letter of their own each", () => {
    const letters = [...Object.values(flyKeys), ...Object.values(panelKeys), ..."nyxuwgmtc".toUpperCase()];

    expect(new Set(letters).size).toBe(letters.length);
  });
});

describe("routes", () => {
  it("show one panel alone by its own address and the map for anything else", () => {
    expect(routeOf("#/panel/heat")).toEqual({ page: "panel", panel: "heat" });
    for (const hash of ["", "#/", "#/panel/nothing", "#/panel/heat/more"])
      expect(routeOf(hash)).toEqual({ page: "map" });
  });
});

describe("announcements", () => {
  const of = (event: StationEvent, held: readonly string[] = []) =>
    announcementOf(
      { n: 1, atMs: 0, utcMs: 0, event },
      { language: "en", nameOf: (id) => `D${id}`, operatorId: "me", holds: (id) => held.includes(id) },
    );
  const ended = (change: Partial<OperationView>): StationEvent => ({
    kind: "operation-ended",
    operation: {
      id: "o",
      vehicleId: "2",
      kind: "arm",
      by: { id: "me", name: "Li" },
      state: "failed",
      startedMs: 0,
      endedMs: 900,
      fault: { code: "denied", params: {}, vehicleText: "Arm: Compass not calibrated" },
      ...change,
    },
  });

  it("sound a new heat source and a lost vehicle", () => {
    expect(of({ kind: "heat-found", heat: buildHeat(7) })).toEqual({ sound: "heat", text: "New heat source 7" });
    expect(of({ kind: "vehicle-lost", vehicleId: "1", name: "D1" })).toEqual({ sound: "lost", text: "D1 lost" });
  });

  it("stay silent for what is no news, and don't say twice that a vehicle is lost", () => {
    expect(of({ kind: "heat-decided", heat: buildHeat(7) })).toBeUndefined();
    expect(
      of({ kind: "alert-raised", alert: buildAlert({ id: "a", code: "vehicle-lost", severity: "critical" }) }),
    ).toBeUndefined();
    expect(
      of({ kind: "alert-raised", alert: buildAlert({ id: "a", code: "record-recovered", severity: "info" }) }),
    ).toBeUndefined();
    expect(of({ kind: "alert-raised", alert: buildAlert({ id: "a", code: "storage-low" }) })).toMatchObject({
      sound: "alert",
    });
  });

  it("say why something came to nothing, with the vehicle's own words, to whoever asked or holds it", () => {
    const refused = {
      sound: "refused",
      text: "D2: Arm came to nothing. The vehicle denies it as it is now. Arm: Compass not calibrated",
    };

    expect(of(ended({}))).toEqual(refused);
    expect(of(ended({ by: { id: "other", name: "Wang" } }), ["2"])).toEqual(refused);
    expect(of(ended({ by: { id: "other", name: "Wang" } }), ["1"])).toBeUndefined();
    expect(of(ended({ fault: { code: "cancelled", params: {} } }))).toBeUndefined();
  });

  it("ask only who holds the vehicle, by the vehicle's name", () => {
    const asked: StationEvent = {
      kind: "alert-raised",
      alert: buildAlert({ id: "a", code: "custody-asked", vehicleId: "2", params: { name: "Wang" } }),
    };

    expect(of(asked, ["2"])).toEqual({ sound: "ask", text: "Wang asks for D2" });
    expect(of(asked, ["1"])).toBeUndefined();
  });
});

describe("what vehicles change by themselves", () => {
  const t = translator("en");
  const d1 = buildVehicle({ id: "1" });

  it("is told: armed, disarmed, another mode", () => {
    const loiter = { ...d1, mode: { atMs: 0, name: "LOITER", customMode: 5 } };

    expect(vehicleNews(t, { 1: { ...d1, armed: false } }, { 1: d1 })).toEqual([
      { sound: "armed", text: "D1 is armed" },
    ]);
    expect(vehicleNews(t, { 1: d1 }, { 1: { ...d1, armed: false } })).toEqual([
      { sound: "armed", text: "D1 is disarmed" },
    ]);
    expect(vehicleNews(t, { 1: d1 }, { 1: loiter })).toEqual([{ sound: "mode", text: "D1: mode LOITER" }]);
  });

  it("is no news where a vehicle is seen first, or again after it was lost", () => {
    const lost = buildVehicle({ id: "1", armed: false, presence: { state: "lost", sinceMs: 0, lastHeardMs: 0 } });

    expect(vehicleNews(t, {}, { 1: d1 })).toEqual([]);
    expect(vehicleNews(t, { 1: lost }, { 1: d1 })).toEqual([]);
    expect(vehicleNews(t, { 1: d1 }, { 1: { ...d1, name: "Kite" } })).toEqual([]);
  });
});

describe("SoundLimiter", () => {
  it("makes one sound of 200 sources at once", () => {
    const limiter = new SoundLimiter();

    const played = Array.from({ length: 200 }, (_, i) => limiter.allow("heat", i * 5));

    expect(played.filter(Boolean)).toHaveLength(1);
  });

  it("lets a lost link through right after a new source, but not the other way round", () => {
    const limiter = new SoundLimiter();

    expect(limiter.allow("heat", 0)).toBe(true);
    expect(limiter.allow("lost", 100)).toBe(true);
    expect(limiter.allow("heat", 3_000)).toBe(true);
    expect(limiter.allow("alert", 3_100)).toBe(false);
    expect(limiter.allow("alert", 4_000)).toBe(true);
  });
});
