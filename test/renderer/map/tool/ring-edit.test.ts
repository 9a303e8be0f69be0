import { describe, expect, it, vi } from "vitest";
import { nearestGrip, withCornerAt, withoutCorner } from "../../../../renderer/map/tool/ring-grips.ts";
import { createMapToolStore } from "../../../../renderer/stores/map-tool-store.ts";
import { placeAt } from "../../../support/build-views.ts";

const corners = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 100 },
  { x: 0, y: 100 },
];
const ring = corners.map(({ x, y }) => placeAt(-y, x));

const editing = (places = ring) => {
  const onDone = vi.fn();
  const onCancel = vi.fn();
  const store = createMapToolStore();
  store.getState().editRing({ ring: places, colourIndex: 0, label: "AB", onDone, onCancel });
  return { store, onDone, onCancel };
};

describe("a ring's handles", () => {
  it("are its corners, and the middles of its sides, also of the last one", () => {
    expect(nearestGrip(corners, 96, 5)).toEqual({ kind: "corner", index: 1 });
    expect(nearestGrip(corners, 52, 98)).toEqual({ kind: "middle", index: 2 });
    expect(nearestGrip(corners, 3, 48)).toEqual({ kind: "middle", index: 3 });
    expect(nearestGrip(corners, 50, 50)).toBeUndefined();
  });

  it("of a short side are only its corners", () => {
    const thin = [
      { x: 0, y: 0 },
      { x: 30, y: 0 },
      { x: 30, y: 200 },
    ];

    expect(nearestGrip(thin, 15, 0)?.kind).toBe("corner");
  });

  it("leave a triangle its three corners", () => {
    expect(withoutCorner(ring, 1)).toHaveLength(3);
    expect(withoutCorner(ring.slice(0, 3), 1)).toHaveLength(3);
  });
});

describe("editing a ring", () => {
  it("hands back the ring as it became", () => {
    const { store, onDone } = editing();
    const moved = withCornerAt(ring, 2, placeAt(-150, 150));

    store.getState().setRing(moved, "drag-1");
    store.getState().finish();

    expect(onDone.mock.calls).toEqual([[moved]]);
    expect(store.getState().current).toBeUndefined();
  });

  it("takes a whole drag back at once, and after that the one before", () => {
    const { store } = editing();
    const first = withCornerAt(ring, 0, placeAt(10, 10));
    store.getState().setRing(withCornerAt(ring, 0, placeAt(5, 5)), "drag-1");
    store.getState().setRing(first, "drag-1");
    store.getState().setRing(withCornerAt(first, 1, placeAt(20, 90)), "drag-2");

    store.getState().takeBack();
    expect(store.getState().points).toEqual(first);
    store.getState().takeBack();
    expect(store.getState().points).toEqual(ring);
    store.getState().takeBack();
    expect(store.getState().points).toEqual(ring);
  });

  it("takes no press for a new point, and hands nothing back when it is cancelled", () => {
    const { store, onDone, onCancel } = editing();

    store.getState().setPoint(placeAt(50, 50), 3);
    store.getState().cancel();

    expect(onDone).not.toHaveBeenCalled();
    expect(onCancel).toHaveBeenCalledOnce();
    expect(store.getState().points).toEqual([]);
  });

  it("holds a segment of 2,000 corners, and refuses one more and fewer than three", () => {
    const many = Array.from({ length: 2_000 }, (_, i) => placeAt(Math.sin(i / 318) * 900, Math.cos(i / 318) * 900));
    const { store } = editing(many);

    store.getState().setRing([...many, placeAt(0, 0)], "more");
    store.getState().setRing(many.slice(0, 2), "fewer");

    expect(store.getState().points).toEqual(many);
  });
});

describe("drawing an area", () => {
  it("takes 200 corners", () => {
    const onDone = vi.fn();
    const store = createMapToolStore();
    store.getState().pick({ kind: "area", colourIndex: 0, label: "AB", onDone });
    const drawn = Array.from({ length: 200 }, (_, i) => placeAt(Math.sin(i / 32) * 900, Math.cos(i / 32) * 900));

    for (const place of drawn) store.getState().setPoint(place, 3);
    store.getState().finish();

    expect(onDone.mock.calls).toEqual([[drawn]]);
  });
});
