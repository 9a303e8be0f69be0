import { expect, it } from "vitest";
import { asideAtFirst, createSearchPanelStore } from "../../../renderer/stores/search-panel-store.ts";

const next = {
  ...{ horizonMin: 60, proposals: [], leftOut: [], utcMs: undefined, version: undefined },
  ...{ dropped: [], chosen: {}, sent: {} },
};
const line = (who: string, expectedPos: number) => ({
  ...{ who, expectedPos, segmentIds: ["s-1"], searchS: 60, travelS: 60, distanceM: 100 },
});

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

it("takes over what was worked out again, but keeps what was sent, put aside and chosen", () => {
  const store = createSearchPanelStore();
  const proposals = [line("vehicle/1", 0.04), line("vehicle/2", 0.03), line("team/1", 0.01)];
  store.getState().setNext({ ...next, proposals });
  store.getState().noteSent("vehicle/1", { ok: true });
  store.getState().dropNext(["team/1"]);
  store.getState().chooseWork("vehicle/2", "way");

  const fresh = [line("vehicle/2", 0.02), line("team/1", 0.02)];
  store.getState().renewNext({ proposals: fresh, leftOut: [], utcMs: 5_000, version: 8 });

  expect(store.getState().next).toMatchObject({
    proposals: [line("vehicle/1", 0.04), ...fresh],
    ...{ utcMs: 5_000, version: 8, dropped: ["team/1"], chosen: { "vehicle/2": "way" } },
    sent: { "vehicle/1": { ok: true } },
  });
});

it("proposes anew what was refused, and leaves it to be read where nothing else is proposed", () => {
  const store = createSearchPanelStore();
  const refused = { ok: false, fault: { code: "no-answer", detail: "" } } as const;
  store.getState().setNext({ ...next, proposals: [line("vehicle/1", 0.04), line("vehicle/2", 0.03)] });
  store.getState().noteSent("vehicle/1", refused);
  store.getState().noteSent("vehicle/2", refused);

  store.getState().renewNext({ proposals: [line("vehicle/1", 0.02)], leftOut: [], utcMs: 5_000, version: 8 });

  expect(store.getState().next?.proposals).toEqual([line("vehicle/2", 0.03), line("vehicle/1", 0.02)]);
});

it("puts aside at first what would send somebody elsewhere who is on their way, also when it comes later", () => {
  const store = createSearchPanelStore();
  const insteadOf = { assignmentId: "a-1", expectedPos: 0.01 };
  const way = { path: [], searchS: 60, homeS: 10, distanceM: 300, expectedPos: 0.05 };
  const elsewhere = { ...line("vehicle/2", 0), way: { ...way, insteadOf } };
  store.getState().setNext({ ...next, proposals: [{ ...line("vehicle/1", 0), way }] });

  store
    .getState()
    .renewNext({ proposals: [{ ...line("vehicle/1", 0), way }, elsewhere], leftOut: [], utcMs: 5_000, version: 8 });

  expect(asideAtFirst([elsewhere])).toEqual(["vehicle/2"]);
  expect(store.getState().next?.dropped).toEqual(["vehicle/2"]);
});
