import { expect, it } from "vitest";
import { createSearchPanelStore } from "../../../renderer/stores/search-panel-store.ts";

const next = { horizonMin: 60, proposals: [], leftOut: [], utcMs: undefined, dropped: [], sent: {} };

it("keeps what became of each order that was sent, until somebody is asked anew what comes next", () => {
  const store = createSearchPanelStore();
  const refused = { ok: false, fault: { code: "no-answer", detail: "" } } as const;
  store.getState().setNext(next);
  store.getState().noteSent("team/1", "pending");
  store.getState().noteSent("team/2", refused);
  store.getState().dropNext(["team/3"]);
  expect(store.getState().next).toMatchObject({
    sent: { "team/1": "pending", "team/2": refused },
    dropped: ["team/3"],
  });

  store.getState().setNext(next);
  expect(store.getState().next).toEqual(next);
});

it("notes nothing of orders to a list that isn't there", () => {
  const store = createSearchPanelStore();
  store.getState().noteSent("team/1", "pending");
  expect(store.getState().next).toBeUndefined();
});
