import { describe, expect, it, vi } from "vitest";
import { translator } from "../../../../renderer/i18n/translate.ts";
import { toolKey } from "../../../../renderer/map/tool/tool-key.ts";
import { toolPrompt } from "../../../../renderer/map/tool/tool-prompt.ts";
import {
  circleRadiiM,
  circleRadiusM,
  createMapToolStore,
  leastPoints,
  type MapPick,
  mostPathPoints,
} from "../../../../renderer/stores/map-tool-store.ts";
import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import { offsetLatLon } from "../../../../shared/geo/local-frame.ts";

const here = { latDeg: 30.87, lonDeg: 120.433 };
const at = (northM: number, eastM: number): LatLon => offsetLatLon(here, northM, eastM);
const nearM = 3;

const asking = (kind: MapPick["kind"], more: Partial<Extract<MapPick, { kind: "path" }>> = {}) => {
  const onDone = vi.fn();
  const onCancel = vi.fn();
  const store = createMapToolStore();
  store.getState().pick({ colourIndex: 0, label: "D1", onDone, onCancel, ...more, kind } as MapPick);
  const press = (...places: LatLon[]) => {
    for (const place of places) store.getState().setPoint(place, nearM);
  };
  return { store, onDone, onCancel, press };
};

describe("asking for something on the map", () => {
  it("takes a place with the first press", () => {
    const { store, onDone, press } = asking("place");

    press(at(5, 5), at(9, 9));

    expect(onDone.mock.calls).toEqual([[at(5, 5)]]);
    expect(store.getState().current).toBeUndefined();
  });

  it("ends a path when its last point is pressed again, as a double press does", () => {
    const { onDone, press } = asking("path");

    press(at(0, 0), at(100, 0), at(100, 50), at(101, 51));

    expect(onDone.mock.calls).toEqual([[[at(0, 0), at(100, 0), at(100, 50)]]]);
  });

  it("does not end a path that has too few points", () => {
    const { store, onDone, press } = asking("path", { leastPoints: 3 });

    press(at(0, 0), at(100, 0), at(100, 0));
    store.getState().finish();

    expect(onDone).not.toHaveBeenCalled();
    expect(store.getState().points).toHaveLength(2);
  });

  it("ends an area at its first corner or its last, from the third on", () => {
    const first = asking("area");
    first.press(at(0, 0), at(100, 0), at(0, 1), at(100, 100), at(0, 1));
    const last = asking("area");
    last.press(at(0, 0), at(100, 0), at(100, 100), at(100, 100));

    // The third press lies on the first corner: with two corners an area can't end, so it is a corner.
    expect(first.onDone.mock.calls).toEqual([[[at(0, 0), at(100, 0), at(0, 1), at(100, 100)]]]);
    expect(last.onDone.mock.calls).toEqual([[[at(0, 0), at(100, 0), at(100, 100)]]]);
  });

  it("takes the last point back, and nothing where there is none", () => {
    const { store, press } = asking("path");
    press(at(0, 0), at(100, 0));

    store.getState().takeBack();
    expect(store.getState().points).toEqual([at(0, 0)]);
    store.getState().takeBack();
    store.getState().takeBack();

    expect(store.getState().points).toEqual([]);
  });

  it("takes a circle's middle, then its rim, and waits while the rim is too near", () => {
    const { onDone, press } = asking("circle");

    press(at(0, 0), at(1, 1), at(0, 120));

    expect(onDone.mock.calls).toEqual([[{ centre: at(0, 0), radiusM: 120 }]]);
  });

  it("holds a radius to what an order may ask for", () => {
    expect(circleRadiusM(here, at(0, circleRadiiM.least - 1))).toBeUndefined();
    expect(circleRadiusM(here, at(0, 90_000))).toBe(circleRadiiM.most);
  });

  it("sets no more points than an order may have", () => {
    const { store, press } = asking("path");

    press(...Array.from({ length: mostPathPoints + 20 }, (_, i) => at(i * 10, 0)));

    expect(store.getState().points).toHaveLength(mostPathPoints);
  });

  it("cancels once, and cancels what was asked before when something else is asked", () => {
    const first = asking("path");

    first.store.getState().pick({ kind: "place", colourIndex: 1, label: "D2", onDone: () => undefined });
    first.store.getState().cancel();
    first.store.getState().cancel();

    expect(first.onCancel).toHaveBeenCalledTimes(1);
    expect(first.onDone).not.toHaveBeenCalled();
  });

  it("lets who was answered ask at once for something else", () => {
    const store = createMapToolStore();
    const second = vi.fn();
    const onCancel = vi.fn();
    const onDone = () => store.getState().pick({ kind: "place", colourIndex: 0, label: "B", onDone: second });
    store.getState().pick({ kind: "place", colourIndex: 0, label: "A", onDone, onCancel });

    store.getState().setPoint(here, nearM);
    store.getState().setPoint(at(1, 1), nearM);

    expect(second.mock.calls).toEqual([[at(1, 1)]]);
    expect(onCancel).not.toHaveBeenCalled();
  });
});

describe("the words beside it", () => {
  const t = translator("en");
  const path: MapPick = { kind: "path", colourIndex: 0, label: "D1", leastPoints: 3, onDone: () => undefined };
  const area: MapPick = { kind: "area", colourIndex: 0, label: "D1", onDone: () => undefined };

  it("say what comes next", () => {
    expect(toolPrompt(t, path, 0)).toBe("Press the first point.");
    expect(toolPrompt(t, area, 0)).toBe("Press the first corner.");
    expect(toolPrompt(t, path, 1)).toBe("Set at least 2 more.");
    expect(toolPrompt(t, path, 3)).toBe("Go on, or press the last point again.");
    expect(toolPrompt(t, path, mostPathPoints)).toContain("300");
    expect(toolPrompt(t, { ...area, kind: "circle", onDone: () => undefined }, 1)).toBe("Press where its rim is.");
    expect(leastPoints(area)).toBe(3);
  });

  it("and keys: Enter sets, Backspace takes back, Escape cancels, arrows stay the map's", () => {
    expect(["Enter", "Backspace", "Escape", "ArrowLeft", "p"].map(toolKey)).toEqual([
      "set",
      "take-back",
      "cancel",
      undefined,
      undefined,
    ]);
  });
});
