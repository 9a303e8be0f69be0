import { expect, it } from "vitest";
import { fieldClient } from "../../../renderer/phone/field-client.ts";
import { memoryStore } from "../../../renderer/phone/phone-database.ts";
import { StateWatch } from "../../../renderer/phone/state-watch.ts";

const hourMs = 3_600_000;

/** A watch whose phone's clock is wrong by a day, and a station that the test plays. */
const rig = () => {
  const world = { phoneMs: 86_400_000, utcMs: 1_790_000_000_000, status: 200, reachable: true };
  const answer = async () => {
    if (!world.reachable) throw new TypeError("There is no network.");
    const headers = { etag: '"v1"', "x-utc-ms": String(world.utcMs), "x-clock-rate": "4" };
    return new Response(world.status === 304 ? null : "{}", { status: world.status, headers });
  };
  const watch = new StateWatch({
    client: fieldClient(answer, "token"),
    store: memoryStore(),
    phoneMs: () => world.phoneMs,
    after: () => () => {},
    isVisible: () => true,
    onChange: () => {},
  });
  return { world, watch };
};

it("a phone counts ages by the station's clock, which may be another and faster than its own", async () => {
  const { world, watch } = rig();
  await watch.open();

  expect(watch.stationUtcMs).toBe(world.utcMs);

  world.reachable = false;
  world.phoneMs += hourMs;
  await watch.ask();
  expect(watch.stationUtcMs).toBe(world.utcMs + 4 * hourMs);
});

it("a phone hears the station's clock anew where nothing else is new", async () => {
  const { world, watch } = rig();
  await watch.open();

  Object.assign(world, { status: 304, utcMs: world.utcMs + 100 * hourMs });
  await watch.ask();

  expect(watch.stationUtcMs).toBe(world.utcMs);
});
