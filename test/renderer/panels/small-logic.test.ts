import { describe, expect, it } from "vitest";
import { translator } from "../../../renderer/i18n/translate.ts";
import { alertText, byGravity, concerns } from "../../../renderer/panels/alert-text.ts";
import { schemeOf } from "../../../renderer/panels/link-schemes.ts";
import { rangeOf } from "../../../renderer/panels/picture-refresher.ts";
import { applyPalette, paletteTable } from "../../../renderer/panels/thermal-palette.ts";
import { linkQuality, troubleOf, troubleState } from "../../../renderer/panels/vehicle-trouble.ts";
import { vehicleColour } from "../../../renderer/stores/vehicle-colour.ts";
import { buildAlert, buildVehicle, sceneNowMs } from "../../support/build-views.ts";

describe("a vehicle's trouble", () => {
  const vehicle = buildVehicle({ id: "1" });

  it("is none in quiet flight", () => {
    expect(troubleOf(vehicle)).toBeUndefined();
    expect(troubleState(undefined)).toBe("ok");
  });

  it("is the gravest of all", () => {
    const low = { ...vehicle, battery: { atMs: 0, fraction: 0.2 } };
    const stale = { ...low, presence: { ...vehicle.presence, state: "stale" as const } };
    const failsafe = { ...stale, systemStatus: "critical" as const };
    const lost = { ...failsafe, presence: { ...vehicle.presence, state: "lost" as const } };

    expect([low, stale, failsafe, lost].map(troubleOf)).toEqual(["batteryLow", "stale", "failsafe", "lost"]);
    expect(troubleState("batteryLow")).toBe("warn");
    expect(troubleState("lost")).toBe("bad");
  });

  it("is not made of an unknown battery", () => {
    expect(troubleOf({ ...vehicle, battery: { atMs: 0 } })).toBeUndefined();
  });

  it("leaves a vehicle without a link without a quality", () => {
    expect(linkQuality({ links: [] })).toBeUndefined();
    expect(linkQuality(vehicle)).toBeCloseTo(0.996);
  });
});

describe("alerts", () => {
  it("name the vehicle and what to do in both languages", () => {
    const alert = buildAlert({ id: "a", code: "battery-low", params: { percent: 27 }, vehicleId: "1" });

    expect(alertText(translator("en"), alert, "D1").title).toBe("Battery of D1 is low: 27 %");
    expect(alertText(translator("zh-CN"), alert, "D1").title).toBe("D1 电量低：27%");
    expect(alertText(translator("en"), alert, "D1").tip).not.toBe("");
  });

  it("are shown to those whose matter they are, and to all where that isn't said", () => {
    const between = { params: { name: "Ben", forId: "ben", alsoForId: "ann" } };

    expect(["ann", "ben", "cleo"].map((id) => concerns(between, id))).toEqual([true, true, false]);
    expect(concerns({ params: {} }, "cleo")).toBe(true);
  });

  it("say what to do by the fault's own code, and keep the station's words apart", () => {
    const params = { link: "udpin:0.0.0.0:14550", fault: "port-taken", detail: "EADDRINUSE" };
    const link = buildAlert({ id: "a", code: "link-fault", params });
    const disk = buildAlert({ id: "b", code: "recording-failed", params: { fault: "disk-full", detail: "Full." } });
    const unknown = buildAlert({ id: "c", code: "link-fault", params: { ...params, fault: "eaten-by-mice" } });

    expect(alertText(translator("zh-CN"), link, undefined)).toEqual({
      title: "链路 udpin:0.0.0.0:14550 故障",
      tip: "端口被占用。请关闭本机上的其他地面站或更换端口。",
      stationWords: "EADDRINUSE",
    });
    expect(alertText(translator("en"), disk, undefined).tip).toMatch(/^The disk is full/);
    expect(alertText(translator("en"), unknown, undefined).tip).toBe(
      "The link does not work. It is tried again by itself.",
    );
  });

  it("name who is missing by a role in the reader's language, and teams as they are called", () => {
    const order = buildAlert({
      id: "a",
      code: "order-unacknowledged",
      params: { text: "106 · AP", missing: "pilot, 蓝天一组" },
    });

    expect(alertText(translator("zh-CN"), order, undefined).tip).toBe("未确认：飞手、蓝天一组。请用电台呼叫。");
  });

  it("come in the order of what still is so, gravity, newness", () => {
    const alerts = [
      buildAlert({ id: "past", code: "vehicle-lost", severity: "critical", active: false }),
      buildAlert({ id: "info", code: "vehicle-back", severity: "info" }),
      buildAlert({ id: "older", code: "vehicle-lost", severity: "critical", firstMs: sceneNowMs - 90_000 }),
      buildAlert({ id: "newer", code: "failsafe", severity: "critical", firstMs: sceneNowMs - 1_000 }),
    ];

    expect(alerts.sort(byGravity).map(({ id }) => id)).toEqual(["newer", "older", "info", "past"]);
  });
});

describe("thermal palettes", () => {
  it("run from cold to hot: white-hot as it is, black-hot turned around, ironbow from black to white", () => {
    const ends = (palette: "white-hot" | "black-hot" | "ironbow") => {
      const table = paletteTable(palette);
      return [...table.slice(0, 3), ...table.slice(-3)];
    };

    expect(ends("white-hot")).toEqual([0, 0, 0, 255, 255, 255]);
    expect(ends("black-hot")).toEqual([255, 255, 255, 0, 0, 0]);
    expect(ends("ironbow")).toEqual([0, 0, 0, 255, 255, 255]);
  });

  it("grow brighter all the way in ironbow, so that hotter never looks colder", () => {
    const table = paletteTable("ironbow");
    const luma = (i: number) =>
      0.2126 * (table[i * 3] ?? 0) + 0.7152 * (table[i * 3 + 1] ?? 0) + 0.0722 * (table[i * 3 + 2] ?? 0);

    for (let i = 1; i < 256; i++) expect(luma(i)).toBeGreaterThanOrEqual(luma(i - 1) - 0.8);
  });

  it("recolour grey pixels and leave a coloured box alone", () => {
    const rgba = new Uint8ClampedArray([0, 0, 0, 255, 255, 180, 0, 255]);

    applyPalette(rgba, paletteTable("black-hot"));

    expect([...rgba]).toEqual([255, 255, 255, 255, 255, 180, 0, 255]);
  });
});

describe("small things", () => {
  it("hints at the scheme of a half-typed link", () => {
    expect(schemeOf(" UDPIN:0.0")).toBe("udpin");
    expect(schemeOf("udp")).toBeUndefined();
    expect(schemeOf("")).toBeUndefined();
  });

  it("gives every index a colour, the first seven each their own", () => {
    expect(new Set([0, 1, 2, 3, 4, 5, 6].map(vehicleColour)).size).toBe(7);
    expect(vehicleColour(7)).toBe(vehicleColour(0));
    expect(vehicleColour(-1)).toMatch(/^#/);
  });
});

describe("a thermal picture's range", () => {
  const range = (low?: string, high?: string) =>
    rangeOf(
      new Headers({
        ...(low === undefined ? {} : { "X-Thermal-Low-K": low }),
        ...(high === undefined ? {} : { "X-Thermal-High-K": high }),
      }),
    );

  it("is read from the answer's headers", () => {
    expect(range("274.35", "289.55")).toEqual({ lowK: 274.35, highK: 289.55 });
  });

  it("is unknown of a camera that isn't radiometric, and of nonsense", () => {
    expect([range(), range("274.35"), range("290", "280"), range("-3", "5"), range("x", "1")]).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });

  it("is drawn darker at night, in every palette", () => {
    for (const palette of ["white-hot", "black-hot", "ironbow"] as const)
      expect(Math.max(...paletteTable(palette, 0.5))).toBe(128);
  });
});
