import { expect, test } from "vitest";
import { FleetRig, Sender } from "../../support/fleet-rig.ts";

const aboard = (rig: FleetRig): Sender => {
  const sender = new Sender(rig, 1);
  for (let beat = 0; beat < 2; beat++) sender.send("HEARTBEAT", { type: 2, autopilot: 3 });
  return sender;
};
const texts = (rig: FleetRig) => rig.vehicle("1").statusTexts.map(({ text }) => text);
const long =
  "A message that is much longer than the fifty characters that one STATUSTEXT holds, and then some more of it";
const chunks = [long.slice(0, 50), long.slice(50, 100), long.slice(100)];

test("puts a long text together, in whatever order its chunks come", () => {
  const rig = new FleetRig();
  const sender = aboard(rig);

  for (const chunkSeq of [1, 0, 2]) {
    sender.send("STATUSTEXT", { severity: 4, id: 9, chunkSeq, text: chunks[chunkSeq] ?? "" });
  }

  expect(texts(rig)).toEqual([long]);
});

test("shows what came of a long text when a chunk is lost", () => {
  const rig = new FleetRig();
  const sender = aboard(rig);

  for (const chunkSeq of [0, 2]) {
    sender.send("STATUSTEXT", { severity: 4, id: 9, chunkSeq, text: chunks[chunkSeq] ?? "" });
  }
  rig.pass(2_500);
  expect(texts(rig)).toEqual([]);
  rig.pass(1_000);

  expect(texts(rig)).toEqual([`${chunks[0]}…${chunks[2]}`]);
});

test("a text that is repeated stays one, and moves to the end", () => {
  const rig = new FleetRig();
  const sender = aboard(rig);

  sender.send("STATUSTEXT", { severity: 2, text: "PreArm: Compass not healthy" });
  sender.send("STATUSTEXT", { severity: 6, text: "EKF3 IMU0 is using GPS" });
  rig.pass(30_000);
  sender.send("STATUSTEXT", { severity: 2, text: "PreArm: Compass not healthy" });

  expect(texts(rig)).toEqual(["EKF3 IMU0 is using GPS", "PreArm: Compass not healthy"]);
  expect(rig.kinds().filter((kind) => kind === "status-text")).toHaveLength(1);
});

test("only warnings and worse are events", () => {
  const rig = new FleetRig();
  const sender = aboard(rig);

  for (const severity of [0, 4, 5, 6, 7]) sender.send("STATUSTEXT", { severity, text: `severity ${severity}` });

  const told = rig.events.flatMap((event) => (event.kind === "status-text" ? [event.text.severity] : []));
  expect(told).toEqual([0, 4]);
});

test("keeps the latest 50, and a flood of unfinished texts stays bounded", () => {
  const rig = new FleetRig();
  const sender = aboard(rig);

  for (let number = 1; number <= 200; number++) {
    sender.send("STATUSTEXT", { severity: 6, text: `text ${number}` });
    sender.send("STATUSTEXT", { severity: 6, id: number, chunkSeq: 3, text: chunks[0] ?? "" });
  }

  expect(texts(rig)).toHaveLength(50);
  expect(texts(rig).at(-1)).toBe("text 200");
  rig.pass(4_000);
  expect(texts(rig)).toHaveLength(50);
});

test("puts a long Chinese text together: a chunk is full by its bytes, not its characters", () => {
  const rig = new FleetRig();
  const sender = aboard(rig);
  const parts = [`${"热".repeat(16)}01`, "像仪已断开"];

  parts.forEach((text, chunkSeq) => {
    sender.send("STATUSTEXT", { severity: 4, id: 9, chunkSeq, text });
  });

  expect(texts(rig)).toEqual([parts.join("")]);
});

test("control characters and turned directions are taken out of a vehicle's words", () => {
  const rig = new FleetRig();
  const sender = aboard(rig);

  sender.send("STATUSTEXT", { severity: 4, text: "\u001b[2Jbattery\r\n\u202ewol\u2066now" });

  expect(texts(rig)).toEqual(["[2Jbattery wol now"]);
});
