import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { unfinishedWrites } from "../../../../electron/station/plans/unfinished-writes.ts";
import { buildPlan } from "../../../support/build-plan.ts";
import { eventually, UdpVehicle } from "../../../support/live-station.ts";
import { runStation } from "../../../support/running-station.ts";

const missionCount: number = 44;

const begun = (id: string, kind: string) => ({
  kind: "operation-begun",
  data: { kind: "operation-begun", operation: { id, vehicleId: "1", kind } },
});
const ended = (id: string, kind: string, more: object) => ({
  kind: "operation-ended",
  data: { kind: "operation-ended", operation: { id, vehicleId: "1", kind, ...more } },
});
const mixedAlert = {
  kind: "alert-raised",
  data: { kind: "alert-raised", alert: { id: "a", code: "mission-mixed", vehicleId: "1" } },
};
const done = { state: "done" };
const restored = { state: "failed", fault: { code: "mission-refused", params: { onBoard: "restored" } } };

it.each([
  ["an upload that never ended", [begun("o", "plan-upload")], ["1"]],
  ["one that went well", [begun("o", "plan-upload"), ended("o", "plan-upload", done)], []],
  ["a mix", [begun("o", "patrol"), ended("o", "patrol", { state: "failed" }), mixedAlert], ["1"]],
  ["a mix that was written over", [mixedAlert, begun("o", "plan-upload"), ended("o", "plan-upload", done)], []],
  ["what was there before, put back", [mixedAlert, ended("o", "plan-upload", restored)], []],
  ["a camera that never answered", [begun("o", "camera-photo")], []],
  [
    "what nobody wrote",
    [
      { kind: "operation-begun", data: null },
      { kind: "alert-raised", data: 7 },
    ],
    [],
  ],
])("remembers %s", (_what, events, expected) => {
  expect(unfinishedWrites(events)).toEqual(expected);
});

it("lets nobody start what a station that was killed in the middle of an upload left on board", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-killed-upload-"));
  const start = () => runStation({ args: ["--link", "udpin:127.0.0.1:0"], recordFolder: folder });
  const stateOf = async (station: Awaited<ReturnType<typeof start>>) =>
    (await (await station.get("/api/state")).json()) as {
      links: Record<string, { address?: string }>;
      vehicles: Record<string, { position?: object; onboard?: { mixed?: boolean; planId?: string } }>;
    };
  /** A vehicle that asks for one item and then for no more. */
  const fly = async (station: Awaited<ReturnType<typeof start>>) => {
    const [link] = Object.values((await stateOf(station)).links);
    const vehicle = new UdpVehicle(1, Number(link?.address?.split(":").at(-1)));
    let asked = 0;
    vehicle.socket.on("message", (bytes: Buffer) => {
      if (bytes.readUIntLE(7, 3) !== missionCount) return;
      asked++;
      vehicle.send(vehicle.writer.write("MISSION_REQUEST_INT", { seq: 0, targetSystem: 255, targetComponent: 190 }));
    });
    const land = vehicle.fly();
    let known = false;
    const timer = setInterval(() => {
      void stateOf(station).then(({ vehicles }) => {
        known = vehicles["1"]?.position !== undefined;
      });
    }, 100);
    await eventually(() => known);
    clearInterval(timer);
    const close = () => {
      land();
      vehicle.close();
    };
    return { asked: () => asked, close };
  };

  const first = await start();
  const before = await fly(first);
  expect((await first.post({ kind: "plan.put", plan: buildPlan("1"), was: 0 })).status).toBe(200);
  const upload = await first.post({ kind: "plan.upload", planId: buildPlan("1").id, revision: 1 });
  expect(upload.status).toBe(200);
  await eventually(() => before.asked() > 0);
  await first.stop("SIGKILL");
  before.close();

  const second = await start();
  const after = await fly(second);
  try {
    let onboard: { mixed?: boolean; planId?: string } | undefined;
    const timer = setInterval(() => {
      void stateOf(second).then(({ vehicles }) => {
        onboard = vehicles["1"]?.onboard;
      });
    }, 100);
    await eventually(() => onboard?.mixed === true);
    clearInterval(timer);
    const begin = await second.post({
      kind: "vehicle.do",
      vehicleId: "1",
      action: { kind: "mission-start" },
      wait: true,
    });

    expect(onboard?.planId).toBeUndefined();
    expect(await begin.json()).toMatchObject({
      ok: false,
      operations: [{ fault: { params: { reason: "mission-mixed" } } }],
    });
  } finally {
    after.close();
    await second.stop("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
});
