import { describe, expect, it } from "vitest";
import type { Called, FieldClient } from "../../../renderer/phone/field-client.ts";
import { Outbox } from "../../../renderer/phone/outbox.ts";
import { memoryStore, type PhoneStore, type WaitingPhoto } from "../../../renderer/phone/phone-database.ts";
import type { Outbox as Batch, OutboxAnswer } from "../../../shared/wire/field.ts";

const place = { latDeg: 30.87, lonDeg: 120.433 };

/** An outbox with a station that the test plays, and a clock that it moves. */
const rig = (store: PhoneStore = memoryStore()) => {
  const batches: Batch[] = [];
  const photos: string[] = [];
  const timers: { delayMs: number; run: () => void }[] = [];
  const world = {
    phoneMs: 1_000,
    ids: 0,
    answer: (_batch: Batch): Called<OutboxAnswer> => ({ state: "later" }),
    photoAnswer: (): Called<unknown> => ({ state: "ok", value: {} }),
  };
  const client: Pick<FieldClient, "send" | "sendPhoto"> = {
    send: async (batch) => {
      batches.push(batch);
      return world.answer(batch);
    },
    sendPhoto: async ({ fileId }) => {
      photos.push(fileId);
      return world.photoAnswer();
    },
  };
  const quiet = { sent: 0 };
  const outbox = new Outbox({
    ...{ store, client },
    phoneMs: () => world.phoneMs,
    makeId: () => {
      world.ids += 1;
      return `item-${String(world.ids).padStart(4, "0")}`;
    },
    random: () => 0.5,
    after: (delayMs, run) => {
      const timer = { delayMs, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    onChange: () => {},
    onSent: () => {
      quiet.sent += 1;
    },
  });
  /** Lets all that is under way come to rest. */
  const settle = async () => {
    for (let i = 0; i < 50; i += 1) await Promise.resolve();
  };
  const fire = async () => {
    const timer = timers.shift();
    timer?.run();
    await settle();
    return timer?.delayMs;
  };
  return { outbox, store, batches, photos, timers, world, settle, fire, quiet };
};

const allOk = (batch: Batch): Called<OutboxAnswer> => ({
  state: "ok",
  value: { ok: true, receivedUtcMs: 9_000, results: batch.items.map(({ id }) => ({ id, ok: true })) },
});
const photo = (fileId: string): WaitingPhoto => ({ fileId, name: "a.jpg", bytes: new Blob(["x"]) });
const texts = (batch: Batch | undefined) =>
  batch?.items.map((item) => (item.kind === "message" ? item.text : item.kind));

describe("what waits in a phone", () => {
  it("goes out in the order in which it happened, in one batch, with the times of the phone's own clock", async () => {
    const { outbox, batches, world, settle, fire } = rig();
    await outbox.add({ kind: "message", text: "one" });
    await settle();
    world.phoneMs = 61_000;
    await outbox.add({ kind: "message", text: "two" });
    world.answer = allOk;
    world.phoneMs = 121_000;
    await fire();

    expect(texts(batches.at(-1))).toEqual(["one", "two"]);
    expect(batches.at(-1)).toMatchObject({
      sentAtPhoneMs: 121_000,
      items: [{ happenedAtPhoneMs: 1_000 }, { happenedAtPhoneMs: 61_000 }],
    });
    expect(outbox.waiting).toEqual([]);
  });

  it("lets a call for help go before all else, and at once", async () => {
    const { outbox, batches, settle, timers } = rig();
    await outbox.add({ kind: "message", text: "one" });
    await settle();
    expect(timers).toHaveLength(1);

    await outbox.add({ kind: "help", place });
    await settle();

    expect(texts(batches.at(-1))).toEqual(["help", "one"]);
    expect(timers.at(-1)?.delayMs).toBe(2_000);
  });

  it("is tried less and less often without network, half a minute apart at most, and at once when it is back", async () => {
    const { outbox, settle, fire, batches, world, timers } = rig();
    await outbox.add({ kind: "message", text: "one" });
    await settle();

    const waits: (number | undefined)[] = [];
    for (let i = 0; i < 8; i += 1) waits.push(await fire());

    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    world.answer = allOk;
    outbox.kick();
    await settle();
    expect(outbox.waiting).toEqual([]);
    expect(timers).toEqual([]);
    expect(batches).toHaveLength(10);
  });

  it("waits as long as the station asks for", async () => {
    const { outbox, settle, timers, world } = rig();
    world.answer = () => ({ state: "later", waitS: 7 });

    await outbox.add({ kind: "message", text: "one" });
    await settle();

    expect(timers[0]?.delayMs).toBe(7_000);
  });

  it("is sent again with the same id after an answer that was lost, and survives an empty battery", async () => {
    const first = rig();
    await first.outbox.add({ kind: "message", text: "one" }, [photo("photo-1")]);
    await first.settle();

    const second = rig(first.store);
    second.world.answer = allOk;
    await second.outbox.open();
    await second.settle();

    expect(second.batches[0]?.items.map(({ id }) => id)).toEqual(first.batches[0]?.items.map(({ id }) => id));
    expect(second.photos).toEqual(["photo-1"]);
    expect(await second.store.waiting()).toEqual([]);
    expect(await second.store.photos()).toEqual([]);
  });

  it("sends photos after all words, and tries one again that did not get through", async () => {
    const { outbox, batches, photos, world, settle, fire } = rig();
    await outbox.add({ kind: "clue", nature: "object", text: "Shoe", place, photos: ["photo-1"] }, [photo("photo-1")]);
    await outbox.add({ kind: "message", text: "more" });
    await settle();
    expect(photos).toEqual([]);

    world.answer = allOk;
    world.photoAnswer = () => ({ state: "later" });
    await fire();
    expect(texts(batches.at(-1))).toEqual(["clue", "more"]);
    expect([photos, outbox.waitingPhotos]).toEqual([["photo-1"], 1]);

    world.photoAnswer = () => ({ state: "ok", value: {} });
    await fire();
    expect(outbox.waitingPhotos).toBe(0);
  });

  it("tells what the station refused, and doesn't send it again", async () => {
    const { outbox, batches, world, settle } = rig();
    world.answer = (batch) => ({
      state: "ok",
      value: {
        ...{ ok: true, receivedUtcMs: 9_000 },
        results: batch.items.map(({ id, kind }) => ({
          id,
          ok: kind !== "step",
          detail: "Somebody else's assignment.",
        })),
      },
    });

    await outbox.add({ kind: "step", assignmentId: "a", step: "done" });
    const id = await outbox.add({ kind: "message", text: "kept" });
    await settle();

    expect(outbox.refused).toMatchObject([{ item: { kind: "step" }, detail: "Somebody else's assignment." }]);
    expect(outbox.receivedUtcMs(id)).toBe(9_000);
    expect(outbox.waiting).toEqual([]);
    const sent = batches.length;
    outbox.dismissRefused();
    outbox.kick();
    await settle();
    expect([outbox.refused.length, batches.length]).toEqual([0, sent]);
  });

  it("holds on to what the station could not keep, whatever else it took, and tries a call for help again soon", async () => {
    const { outbox, store, world, settle, timers, fire } = rig();
    world.answer = (batch) => ({
      state: "ok",
      value: {
        ...{ ok: true, receivedUtcMs: 9_000 },
        results: batch.items.map(({ id, kind }) =>
          kind === "position"
            ? { id, ok: true }
            : { id, ok: false, later: true, code: "recording-failed", detail: "The disk is full." },
        ),
      },
    });
    await outbox.add({ kind: "position", place });
    await outbox.add({ kind: "message", text: "one" });
    await settle();

    expect(outbox.waiting.map(({ kind }) => kind)).toEqual(["message"]);
    expect(await store.waiting()).toHaveLength(1);
    expect([outbox.refused, timers.at(-1)?.delayMs]).toEqual([[], 10_000]);

    const helpId = await outbox.add({ kind: "help", place });
    await settle();
    expect([outbox.receivedUtcMs(helpId), timers.at(-1)?.delayMs]).toEqual([undefined, 2_000]);

    world.answer = allOk;
    await fire();
    expect([outbox.waiting, outbox.receivedUtcMs(helpId)]).toEqual([[], 9_000]);
  });

  it("parts a batch that makes no sense to the station until only what is wrong is refused", async () => {
    const { outbox, world, settle, fire } = rig();
    for (const text of ["a", "b", "bad", "d", "e"]) await outbox.add({ kind: "message", text });
    await settle();
    const got: string[] = [];
    world.answer = (batch) => {
      if (texts(batch)?.includes("bad") === true) return { state: "refused", detail: "text" };
      got.push(...(texts(batch) ?? []));
      return allOk(batch);
    };

    await fire();

    expect(got).toEqual(["a", "b", "d", "e"]);
    expect(outbox.refused.map(({ item }) => (item.kind === "message" ? item.text : ""))).toEqual(["bad"]);
  });

  it("stays when the link opens nothing any more, and is tried again only now and then", async () => {
    const { outbox, world, settle, timers, fire } = rig();
    world.answer = () => ({ state: "ended" });

    await outbox.add({ kind: "message", text: "one" });
    await settle();

    expect([outbox.ended, outbox.waiting.length, timers[0]?.delayMs]).toEqual([true, 1, 60_000]);
    world.answer = allOk;
    await fire();
    expect([outbox.ended, outbox.waiting.length]).toEqual([false, 0]);
  });
});
