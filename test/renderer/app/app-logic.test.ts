import { describe, expect, it } from "vitest";
import { announcementOf } from "../../../renderer/app/announcer.ts";
import { hotkeyAction, type KeyPress } from "../../../renderer/app/hotkeys.ts";
import { routeOf } from "../../../renderer/app/route.ts";
import { SoundLimiter } from "../../../renderer/app/sound-limiter.ts";
import type { StationEvent } from "../../../shared/wire/stream.ts";
import { buildAlert, buildHeat } from "../../support/build-views.ts";

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: "",
  shift: false,
  modified: false,
  typing: false,
  inControl: false,
  replaying: false,
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

  it("play and step only in a replay and never away from a slider, a button or the map", () => {
    expect(hotkeyAction(press(" "))).toBeUndefined();
    expect(hotkeyAction(press(" ", { replaying: true }))).toEqual({ kind: "play-pause" });
    expect(hotkeyAction(press(" ", { replaying: true, inControl: true }))).toBeUndefined();
    expect(hotkeyAction(press("ArrowLeft", { replaying: true }))).toEqual({ kind: "replay-step", byMs: -5_000 });
    expect(hotkeyAction(press("ArrowRight", { replaying: true, shift: true }))).toEqual({
      kind: "replay-step",
      byMs: 60_000,
    });
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
  const of = (event: StationEvent) => announcementOf({ n: 1, atMs: 0, utcMs: 0, event }, "en");

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
