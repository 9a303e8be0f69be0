import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapPalettes } from "../../../renderer/map/base/map-palette.ts";
import { ReachNotice } from "../../../renderer/map/base/reach-notice.ts";
import { mapKeyAction } from "../../../renderer/map/controls/map-key-action.ts";
import { graticuleLabel, graticuleLinesDeg, graticuleStepDeg } from "../../../renderer/map/graticule.ts";
import { tileAttribution, tileDatumOf, tileTemplateFault } from "../../../renderer/stores/tile-template.ts";

describe("the graticule", () => {
  it("takes the finest step whose lines are far enough apart", () => {
    expect(graticuleStepDeg(100_000, 160) * 3_600).toBeCloseTo(10, 9);
    expect(graticuleStepDeg(1e9, 160) * 3_600).toBeCloseTo(0.1, 9);
    expect(graticuleStepDeg(1, 160)).toBe(30);
  });

  it("draws every multiple of the step in the view, at most 200", () => {
    const lines = graticuleLinesDeg(120.4, 120.5, 1 / 60);

    expect(lines).toHaveLength(7);
    expect(lines[0]).toBeCloseTo(120.4, 9);
    expect(graticuleLinesDeg(0, 90, 1e-6)).toHaveLength(200);
    fc.assert(
      fc.property(
        fc.double({ min: -170, max: 170, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (fromDeg, minutes) => {
          const stepDeg = minutes / 60;
          for (const lineDeg of graticuleLinesDeg(fromDeg, fromDeg + 5, stepDeg)) {
            expect(lineDeg).toBeGreaterThan(fromDeg - 1e-6);
            expect(lineDeg).toBeLessThan(fromDeg + 5 + 1e-6);
          }
        },
      ),
    );
  });

  it("writes as many parts as the step needs and never 60 seconds", () => {
    expect(graticuleLabel(30, "lat", 1)).toBe("30°N");
    expect(graticuleLabel(-30.5, "lat", 0.5)).toBe("30°30′S");
    expect(graticuleLabel(120 + 25 / 60 + 59.9999999 / 3_600, "lon", 1 / 3_600)).toBe("120°26′00″E");
    expect(graticuleLabel(-0.5 / 3_600, "lon", 0.5 / 3_600)).toBe("0°00′00.5″W");
  });
});

describe("an online tile layer's address", () => {
  it("must be https and have all its places and no others", () => {
    expect(tileTemplateFault("https://tile.openstreetmap.org/{z}/{x}/{y}.png")).toBeUndefined();
    expect(tileTemplateFault("https://host/tms/{z}/{x}/{-y}{r}.png")).toBeUndefined();
    expect(tileTemplateFault("https://{s}.host:8443/{z}/{x}/{y}.png?key=abc")).toBeUndefined();
    expect(tileTemplateFault("http://host/{z}/{x}/{y}.png")).toBe("not-https");
    expect(tileTemplateFault("https:///{z}/{x}/{y}.png")).toBe("not-https");
    expect(tileTemplateFault("https://host/{z}/{x}.png")).toBe("no-places");
    expect(tileTemplateFault("https://host/{z}/{x}/{y}.png?key={apikey}")).toBe("unknown-place");
    expect(tileTemplateFault("javascript:alert(1)")).toBe("not-https");
    expect(tileTemplateFault("")).toBe("not-https");
  });

  it("can't be Baidu's, whose tiles lie on a grid of their own", () => {
    expect(tileTemplateFault("https://maponline0.bdimg.com/tile/?qt=vtile&x={x}&y={y}&z={z}")).toBe("own-grid");
  });

  it("tells GCJ-02 by the host, and takes all others as WGS-84", () => {
    for (const url of [
      "https://webrd0{s}.is.autonavi.com/appmaptile?x={x}&y={y}&z={z}",
      "https://rt{s}.map.gtimg.com/tile?z={z}&x={x}&y={-y}",
      "https://www.google.cn/maps/vt?x={x}&y={y}&z={z}",
    ]) {
      expect(tileTemplateFault(url)).toBeUndefined();
      expect(tileDatumOf(url)).toBe("gcj02");
    }
    for (const url of [
      "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
      "https://t0.tianditu.gov.cn/DataServer?T=vec_w&x={x}&y={y}&l={z}",
      "https://notamap.com/{z}/{x}/{y}.png",
      "https://example.org/amap.com/{z}/{x}/{y}.png",
      "",
    ]) {
      expect(tileDatumOf(url)).toBe("wgs84");
    }
  });

  it("is thanked by name where known, else by host", () => {
    expect(tileAttribution("https://tile.openstreetmap.org/{z}/{x}/{y}.png")).toBe("© OpenStreetMap contributors");
    expect(tileAttribution("https://{s}.tiles.example/{z}/{x}/{y}.png")).toBe("tiles.example");
  });
});

describe("the map's keys", () => {
  it("leave arrows to others while the map has not the focus", () => {
    expect(mapKeyAction("ArrowLeft", true)).toBe("left");
    expect(mapKeyAction("ArrowLeft", false)).toBeUndefined();
    expect(mapKeyAction("+", false)).toBe("zoomIn");
    expect(mapKeyAction("0", false)).toBe("showAll");
    expect(mapKeyAction("C", false)).toBe("copy");
    expect(mapKeyAction("x", true)).toBeUndefined();
  });
});

describe("the notice that tiles can't be reached", () => {
  it("comes once however many tiles fail, and goes when tiles come again", () => {
    const told: boolean[] = [];
    const notice = new ReachNotice((reachable) => told.push(reachable));

    for (let i = 0; i < 50; i += 1) notice.failed();
    expect(told).toEqual([false]);

    notice.loaded();
    notice.loaded();
    expect(told).toEqual([false, true]);
  });

  it("does not come for a single missing tile", () => {
    const told: boolean[] = [];
    const notice = new ReachNotice((reachable) => told.push(reachable));

    for (let i = 0; i < 20; i += 1) {
      notice.failed();
      notice.failed();
      notice.loaded();
    }

    expect(told).toEqual([]);
  });
});

describe("the map's colours", () => {
  const channels = (colour: string | readonly number[]): readonly number[] =>
    typeof colour !== "string"
      ? colour.slice(0, 3)
      : colour.startsWith("#")
        ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
        : (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const flatten = (palette: (typeof mapPalettes)["night"]) =>
    Object.values(palette).flatMap((value) =>
      typeof value === "string" || typeof value[0] === "number"
        ? [channels(value as string | number[])]
        : value.map(channels),
    );
  /** Relative luminance of sRGB, as in WCAG. */
  const luminance = (rgb: readonly number[]): number =>
    rgb.reduce((sum, value, i) => {
      const c = value / 255;
      return sum + ([0.2126, 0.7152, 0.0722][i] ?? 0) * (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    }, 0);

  it("have nothing at night that costs dark adaptation: nothing brighter than 0.4, no ground brighter than 0.05", () => {
    const { night } = mapPalettes;

    for (const rgb of flatten(night)) expect(luminance(rgb)).toBeLessThan(0.4);
    for (const rgb of [night.void, night.water, night.wood, ...night.fields, ...night.tint].map(channels)) {
      expect(luminance(rgb)).toBeLessThan(0.05);
    }
  });

  it("are read by day: names stand at 7:1 on their ground", () => {
    const { day } = mapPalettes;
    const contrast = (a: string, b: string): number => {
      const [low = 0, high = 0] = [luminance(channels(a)), luminance(channels(b))].sort((x, y) => x - y);
      return (high + 0.05) / (low + 0.05);
    };

    for (const ground of [day.void, ...day.fields]) expect(contrast(day.label, ground)).toBeGreaterThan(7);
    expect(contrast(day.graticuleLabel, day.void)).toBeGreaterThan(7);
  });
});
