import { describe, expect, test } from "vitest";
import { EventLog } from "../../../../electron/station/event-log.ts";
import type { PublishedState } from "../../../../electron/station/published-state.ts";
import { DeltaPublisher } from "../../../../electron/station/server/delta-publisher.ts";
import { emptyState, handClock, vehicleView } from "../../../support/station-server.ts";

const setUp = (limit = 100) => {
  const clock = handClock();
  const events = new EventLog({ clock, keep: () => ({ ok: true }), limit });
  const world: { state: PublishedState } = { state: emptyState() };
  const clockView = () => ({ nowMs: clock.now, utcMs: clock.utcMs(), rate: 1 });
  const publisher = new DeltaPublisher({
    events,
    state: () => world.state,
    clock: clockView,
    snapshot: () => ({
      clock: clockView(),
      station: world.state.station,
      vehicles: Object.fromEntries(world.state.vehicles),
      trails: {},
      heat: {},
      links: {},
      alerts: {},
      plans: {},
      operations: {},
      feeds: {},
      landmarks: {},
      things: {},
      whereabouts: {},
      grades: {},
      eventN: events.newestN,
      numbering: events.numbering,
    }),
  });
  return { clock, events, world, publisher };
};

const fakeSocket = () => {
  const socket = {
    bufferedBytes: 0,
    terminated: false,
    texts: [] as string[],
    send: (text: string) => {
      socket.texts.push(text);
    },
    terminate: () => {
      socket.terminated = true;
    },
    take: () => socket.texts.splice(0).map((text) => JSON.parse(text)),
  };
  return socket;
};

const withVehicle = (state: PublishedState, change: Parameters<typeof vehicleView>[1]): PublishedState => ({
  ...state,
  vehicles: new Map([["1", { ...(state.vehicles.get("1") ?? vehicleView("1")), ...change }]]),
});

const linkAdded = (linkId: string) => ({ kind: "link-added", linkId, spec: "udpin:0.0.0.0:1" }) as const;

describe("the delta publisher", () => {
  test("sends only the groups of a vehicle that changed, and null for one that became unknown", () => {
    const { world, publisher } = setUp();
    const socket = fakeSocket();
    world.state = withVehicle(world.state, { headingRad: 1 as never });
    publisher.add(socket, 0);
    socket.take();

    const { headingRad: _gone, ...rest } = vehicleView("1", world.state.vehicles.get("1"));
    world.state = { ...world.state, vehicles: new Map([["1", { ...rest, armed: true }]]) };
    publisher.publish(50);

    expect(socket.take()).toMatchObject([
      { type: "delta", delta: { vehicles: { 1: { armed: true, headingRad: null } } } },
    ]);
  });

  test("says nothing when nothing changed, but the clock once a second", () => {
    const { publisher } = setUp();
    const socket = fakeSocket();
    publisher.add(socket, 0);
    socket.take();

    publisher.publish(500);
    expect(socket.take()).toEqual([]);

    publisher.publish(1000);
    expect(socket.take()).toMatchObject([{ type: "delta", delta: { clock: { rate: 1 } } }]);
  });

  test("merges what a slow client misses into one delta", () => {
    const { world, publisher } = setUp();
    const [slow, quick] = [fakeSocket(), fakeSocket()];
    publisher.add(slow, 0);
    publisher.add(quick, 0);
    slow.take();
    quick.take();

    slow.bufferedBytes = 10_000_000;
    for (let i = 1; i <= 100; i++) {
      world.state = withVehicle(world.state, { rangefinderM: i });
      if (i === 50) world.state = withVehicle(world.state, { armed: true });
      publisher.publish(i * 50);
    }
    expect(slow.texts).toEqual([]);
    expect(quick.take()).toHaveLength(100);

    slow.bufferedBytes = 0;
    publisher.publish(5050);

    const [message, ...more] = slow.take();
    expect(more).toEqual([]);
    expect(message.delta.vehicles["1"]).toMatchObject({ armed: true, rangefinderM: 100 });
  });

  test("brings two clients to the same state whenever they came and however slow they are", () => {
    const { world, publisher } = setUp();
    const sockets = [fakeSocket(), fakeSocket(), fakeSocket()];
    for (let i = 0; i < 60; i++) {
      const socket = sockets[i / 20];
      if (socket !== undefined) publisher.add(socket, i * 50);
      for (const [at, each] of sockets.entries()) each.bufferedBytes = i % (at * 7 + 1) === 0 ? 0 : 1_000_000;
      const id = String((i * 7) % 5);
      const vehicles = new Map(world.state.vehicles);
      if (i % 11 === 10) vehicles.delete(id);
      else
        vehicles.set(id, {
          ...(vehicles.get(id) ?? vehicleView(id)),
          ...(i % 3 ? { rangefinderM: i } : { armed: i % 2 > 0 }),
        });
      world.state = { ...world.state, vehicles };
      publisher.publish(i * 50);
    }
    for (const socket of sockets) socket.bufferedBytes = 0;
    publisher.publish(10_000);

    for (const socket of sockets) {
      const vehicles: Record<string, Record<string, unknown>> = {};
      for (const message of socket.take()) {
        const change = message.snapshot?.vehicles ?? message.delta?.vehicles ?? {};
        for (const [id, groups] of Object.entries<Record<string, unknown> | null>(change)) {
          if (groups === null) delete vehicles[id];
          else
            vehicles[id] = Object.fromEntries(
              Object.entries({ ...vehicles[id], ...groups }).filter(([, g]) => g !== null),
            );
        }
      }
      expect(vehicles).toEqual(Object.fromEntries(world.state.vehicles));
    }
  });

  test("gives a client that comes back the events it missed, once and in order", () => {
    const { events, publisher } = setUp();
    for (let i = 1; i <= 5; i++) events.append(linkAdded(`l${i}`));
    const socket = fakeSocket();

    publisher.add(socket, 0, { afterN: 3, numbering: events.numbering });
    events.append(linkAdded("l6"));
    publisher.publish(50);
    publisher.publish(100);

    const messages = socket.take();
    expect(messages[0]).toMatchObject({ type: "snapshot", snapshot: { eventN: 3 } });
    expect(
      messages.slice(1).flatMap((message) => message.events?.map((event: { n: number }) => event.n) ?? []),
    ).toEqual([4, 5, 6]);
  });

  test("tells a client of a station that counted otherwise to start anew, though its number would fit", () => {
    const { events, publisher } = setUp();
    for (let i = 1; i <= 8; i++) events.append(linkAdded(`l${i}`));
    const socket = fakeSocket();

    publisher.add(socket, 0, { afterN: 5, numbering: "yesterday's record" });

    expect(socket.take()).toEqual([
      { type: "reset" },
      expect.objectContaining({
        type: "snapshot",
        snapshot: expect.objectContaining({ eventN: 8, numbering: events.numbering }),
      }),
    ]);
  });

  test.each([
    ["no longer held", 1],
    ["from the future of another run", 900],
  ])("tells a client to start anew when the events after its last are %s", (_why, after) => {
    const { events, publisher } = setUp(10);
    for (let i = 1; i <= 50; i++) events.append(linkAdded(`l${i}`));
    const socket = fakeSocket();

    publisher.add(socket, 0, { afterN: after });

    expect(socket.take()).toMatchObject([{ type: "reset" }, { type: "snapshot", snapshot: { eventN: 50 } }]);
  });

  test("holds no queue for a client that takes nothing: too many events become a reset", () => {
    const { events, publisher } = setUp(10);
    const socket = fakeSocket();
    publisher.add(socket, 0);
    socket.take();

    socket.bufferedBytes = 10_000_000;
    for (let i = 1; i <= 50; i++) {
      events.append(linkAdded(`l${i}`));
      publisher.publish(i * 50);
    }
    expect(socket.texts).toEqual([]);

    socket.bufferedBytes = 0;
    publisher.publish(3000);
    expect(socket.take()).toMatchObject(
      [{ type: "reset" }, { type: "snapshot", snapshot: { eventN: 50 } }, {}].slice(0, 2),
    );
  });

  test("cuts a client whose socket takes nothing for a minute", () => {
    const { publisher } = setUp();
    const socket = fakeSocket();
    publisher.add(socket, 0);

    socket.bufferedBytes = 10_000_000;
    publisher.publish(1000);
    publisher.publish(60_000);
    expect(socket.terminated).toBe(false);
    publisher.publish(61_001);

    expect(socket.terminated).toBe(true);
    expect(publisher.clientCount).toBe(0);
  });

  test("numbers and shows what happened even when it can't be kept, but not what a person decided", () => {
    const seen: number[] = [];
    const events = new EventLog({ clock: handClock(), keep: () => ({ ok: false, detail: "The disk is full." }) });
    events.onAppended(() => seen.push(events.newestN));

    events.append(linkAdded("a"));
    expect(events.appendDecided(linkAdded("b"))).toEqual({ ok: false, detail: "The disk is full." });

    expect(seen).toEqual([1]);
    expect(events.after(0)).toHaveLength(1);
  });

  test("keeps an event before anybody sees it", () => {
    const order: string[] = [];
    const events = new EventLog({
      clock: handClock(),
      keep: (event) => {
        order.push(`kept ${event.n}`);
        return { ok: true };
      },
    });
    events.onAppended(() => order.push(`seen ${events.newestN}`));

    events.append(linkAdded("a"));
    events.appendDecided(linkAdded("b"));

    expect(order).toEqual(["kept 1", "seen 1", "kept 2", "seen 2"]);
  });
});
