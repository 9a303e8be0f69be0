import { describe, expect, it } from "vitest";
import { createReportDraftStore, readReportDraft } from "../../../renderer/stores/report-draft-store.ts";

const memoryStorage = (initial?: string) => {
  const kept = new Map<string, string>(initial === undefined ? [] : [["lantern.report", initial]]);
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
};

describe("the draft of a report", () => {
  it("survives a reload in the middle of a word", () => {
    const storage = memoryStorage();
    const store = createReportDraftStore(storage);
    store.getState().begin("lost");
    store.getState().type("clothing", "红色棉");
    store.getState().change({ place: { latDeg: 30.87, lonDeg: 120.433 }, responsive: false, whenUtcMs: 5 });

    const again = createReportDraftStore(storage).getState().draft;

    expect(again).toEqual(store.getState().draft);
    expect(again?.texts.clothing).toBe("红色棉");
  });

  it("is gone once it was sent or dropped", () => {
    const storage = memoryStorage();
    const store = createReportDraftStore(storage);
    store.getState().begin("sea");

    store.getState().drop();

    expect(createReportDraftStore(storage).getState().draft).toBeUndefined();
  });

  it("stays what it was when somebody presses the button again", () => {
    const store = createReportDraftStore(memoryStorage());
    store.getState().begin("lost");
    store.getState().type("name", "Wang");

    store.getState().begin("sea");

    expect(store.getState().draft).toMatchObject({ nature: "sea", texts: { name: "Wang" } });
  });

  it("loses only the fields that can't be read any more", () => {
    const kept = JSON.stringify({
      nature: "space",
      texts: { name: "Wang", age: 7, unknown: "x" },
      sex: "female",
      place: { latDeg: "north" },
      whenUtcMs: "late",
      photos: ["a", 3],
    });

    expect(readReportDraft(kept)).toMatchObject({
      nature: "lost",
      texts: { name: "Wang" },
      sex: "female",
      place: undefined,
      whenUtcMs: undefined,
      photos: ["a"],
    });
    for (const broken of ["", "{", "[]", "7", "null"]) expect(readReportDraft(broken)).toBeUndefined();
  });

  it("works where the browser forbids storage or it is full", () => {
    const store = createReportDraftStore({
      getItem: () => null,
      setItem: () => {
        throw new Error("QuotaExceededError");
      },
    });

    store.getState().begin("lost");

    expect(store.getState().draft?.nature).toBe("lost");
  });
});
