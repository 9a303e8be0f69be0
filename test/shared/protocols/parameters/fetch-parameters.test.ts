import { expect, test } from "vitest";
import { type FetchProgress, parametersFetchJob } from "../../../../shared/protocols/parameters/fetch-parameters.ts";
import { buildMessage } from "../../../support/build-message.ts";
import { ParameterRig, type ParameterRigOptions, parametersOf } from "../../../support/parameter-rig.ts";

const target = { systemId: 1, componentId: 1, autopilot: "ardupilot" } as const;

const fetching = (options: ParameterRigOptions) => {
  const went: FetchProgress[] = [];
  const complete: ReadonlySet<string>[] = [];
  const job = parametersFetchJob({
    target,
    onProgress: (progress) => went.push(progress),
    onComplete: (names) => complete.push(names),
  });
  return { rig: new ParameterRig(job, options), went, complete };
};

test("asks for the list once and takes all of it", () => {
  const { rig, went, complete } = fetching({ parameters: parametersOf(100) });

  rig.run();

  expect(rig.status).toEqual({ state: "done" });
  expect(rig.said).toHaveLength(1);
  expect(complete[0]?.size).toBe(100);
  expect(went.at(-1)).toEqual({ received: 100, total: 100 });
});

test("shows how far it is", () => {
  const { rig } = fetching({ parameters: parametersOf(100) });

  rig.run(1_250);

  expect(rig.status).toMatchObject({ state: "running", step: "reading" });
  expect(rig.status.state === "running" && rig.status.progress).toBeCloseTo(0.5, 1);
});

const roundTripMs = 400;
const slow = { up: { delayMs: roundTripMs / 2 }, down: { delayMs: roundTripMs / 2 } };

test("asks for gaps while the list still goes on, side by side", () => {
  const { rig, complete } = fetching({ parameters: parametersOf(400), skipped: new Set([10, 11, 12, 13]), ...slow });

  rig.run();

  expect([...rig.reads].sort()).toEqual([10, 11, 12, 13]);
  const [first = 0, , , last = 0] = rig.said
    .filter(({ message }) => message.name === "PARAM_REQUEST_READ")
    .map(({ atMs }) => atMs);
  expect(last).toBeLessThan(2_000);
  expect(last - first).toBeLessThan(roundTripMs);
  expect(complete[0]?.size).toBe(400);
});

test("asks for what is missing at the end of the list", () => {
  const { rig, complete } = fetching({ parameters: parametersOf(50), skipped: new Set([48, 49]) });

  rig.run();

  expect(rig.reads).toEqual([48, 49]);
  expect(complete[0]?.size).toBe(50);
  expect(rig.nowMs).toBeLessThan(3_000);
});

test("asks for the list again only while nothing came of it", () => {
  const { rig } = fetching({ parameters: parametersOf(50), up: { loss: 1 } });
  rig.run(2_000);
  expect(rig.lists).toBe(2);

  rig.link.up.way = { delayMs: 20 };
  rig.run();

  expect(rig.status).toEqual({ state: "done" });
  expect(rig.lists).toBe(3);
});

test("tells of no answer from a silent vehicle", () => {
  const { rig } = fetching({ parameters: [] });

  rig.run();

  expect(rig.status).toEqual({ state: "failed", fault: { code: "no-answer", params: { tries: 5 } } });
});

test("tells how many never came, and doesn't call it done", () => {
  const { rig, complete } = fetching({ parameters: parametersOf(50), mute: new Set([7]) });

  rig.run();

  expect(rig.status).toMatchObject({
    state: "failed",
    fault: { code: "no-answer", params: { missing: 1, total: 50 } },
  });
  expect(complete).toEqual([]);
});

test("gives up where the link dies in the middle", () => {
  const { rig } = fetching({ parameters: parametersOf(200) });
  rig.run(1_000);

  rig.link.down.way = { loss: 1 };
  rig.run();

  expect(rig.status).toMatchObject({ state: "failed", fault: { code: "no-answer", params: { total: 200 } } });
  expect(rig.nowMs).toBeLessThan(60_000);
});

test("begins anew where the number of parameters changes in the middle", () => {
  const { rig, complete } = fetching({ parameters: parametersOf(100) });
  rig.run(1_000);

  rig.parameters = parametersOf(120);
  rig.run();

  expect(rig.status).toEqual({ state: "done" });
  expect(complete.map((names) => names.size)).toEqual([120]);
});

test("a value that nobody asked for is no part of the list, but tells that the number changed", () => {
  const { rig, complete } = fetching({ parameters: parametersOf(100), up: { loss: 1 } });
  rig.tell("P0005");
  rig.run(200);
  expect(rig.status).not.toHaveProperty("progress");

  rig.link.up.way = {};
  rig.run(2_000);
  rig.parameters = parametersOf(90);
  rig.tell("P0001");
  rig.run();

  expect(complete.map((names) => names.size)).toEqual([90]);
});

test.each([1, 2, 3])(
  "three in ten lost, duplicated, 2 s late and out of order, all come all the same (seed %i)",
  (seed) => {
    const way = { delayMs: 30, loss: 0.3, duplicate: 0.1, reorder: 0.3, reorderMs: 2_000 };
    const { rig, complete } = fetching({ parameters: parametersOf(300), seed, up: way, down: way });

    rig.run();

    expect(rig.status).toEqual({ state: "done" });
    expect(complete[0]?.size).toBe(300);
  },
);

test("has no more questions open than a slow link takes", () => {
  const skipped = new Set(Array.from({ length: 200 }, (_, i) => i + 50));
  const { rig } = fetching({ parameters: parametersOf(300), skipped });

  rig.run();

  const reads = rig.said.filter(({ message }) => message.name === "PARAM_REQUEST_READ");
  const most = Math.max(
    ...reads.map(({ atMs }) => reads.filter((other) => other.atMs > atMs - 45 && other.atMs <= atMs).length),
  );
  expect(rig.status).toEqual({ state: "done" });
  expect(most).toBeLessThanOrEqual(34);
});

test.each([
  ["another vehicle", 2, 1],
  ["a camera", 1, 100],
])("values of %s don't count", (_whose, systemId, componentId) => {
  const { rig } = fetching({ parameters: [] });
  const fields = { paramId: "P0000", paramCount: 1, paramIndex: 0, paramType: 6 };

  rig.hear(buildMessage("PARAM_VALUE", fields), systemId, componentId);

  expect(rig.status.state).toBe("running");
});

test("an index past the number, and a number of 0, are nonsense", () => {
  const { rig } = fetching({ parameters: [] });

  rig.hear(buildMessage("PARAM_VALUE", { paramId: "A", paramCount: 3, paramIndex: 3, paramType: 6 }));
  rig.hear(buildMessage("PARAM_VALUE", { paramId: "A", paramCount: 0, paramIndex: 0, paramType: 6 }));

  expect(rig.status).toEqual({ state: "running", step: "reading" });
});

test("a vehicle that never agrees with itself on their number is given up", () => {
  const { rig } = fetching({ parameters: [] });

  for (let count = 1; count < 40; count++) {
    rig.hear(buildMessage("PARAM_VALUE", { paramId: "A", paramCount: 100 + count, paramIndex: 0, paramType: 6 }));
  }

  expect(rig.status).toMatchObject({ state: "failed", fault: { code: "failed" } });
});
