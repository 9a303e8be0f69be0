import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Given } from "../../../../electron/station/incident/incident-desk.ts";
import { type PlanFor, sendAssignment } from "../../../../electron/station/incident/send-assignment.ts";
import { type IncidentRig, incidentRig, openIncident, well } from "../../../support/incident-rig.ts";

let rig: IncidentRig;

beforeEach(() => {
  rig = incidentRig();
  openIncident(rig);
  well(
    rig.desk.putMany([
      { thing: "team", thingId: "dogs", fields: { name: "Dogs", mode: "dog" } },
      { thing: "person", thingId: "p1", fields: { name: "Wang" } },
      { thing: "segment", thingId: "s1", fields: { name: "AC" } },
    ]),
  );
});
afterEach(() => rig.remove());

const asking = { operator: { id: "o", name: "Chen" } };
const send = (assignment: Given<"assignment">, planFor?: PlanFor) =>
  sendAssignment(
    {
      desk: rig.desk,
      vehicleKind: (id) => (id === "2" ? "ground-robot" : id === "1" ? "multirotor" : undefined),
      planFor,
    },
    assignment,
    asking,
  );
const jobOf = (id = "") => rig.desk.thing("assignment", id);
const orders = () => [...rig.desk.things.values()].filter((thing) => thing.kind === "message");

describe("sending a team", () => {
  test("makes the job, says that it was sent, and orders it, to be acknowledged", async () => {
    const { thingId } = well(
      await send({ to: { kind: "team", id: "dogs" }, task: "search", segmentIds: ["s1"], text: "From the west." }),
    );

    expect(jobOf(thingId)).toMatchObject({
      fields: { number: 101, period: 1, resource: "DOG" },
      steps: [{ step: "sent", by: { name: "Chen" } }],
    });
    expect(orders()).toMatchObject([
      {
        fields: {
          ...{ nature: "order", needsAck: true, teamIds: ["dogs"], assignmentId: thingId },
          text: "101 · AC · From the west.",
        },
      },
    ]);
    expect(rig.news().at(-1)).toBe("order 101 · AC · From the west.");
  });

  test("with as many words as a job can have is read out as far as a message takes", async () => {
    const { thingId } = well(await send({ to: { kind: "team", id: "dogs" }, text: "x".repeat(4_000) }));

    expect(jobOf(thingId)?.fields.text).toHaveLength(4_000);
    expect(orders()[0]?.fields.text).toHaveLength(4_000);
  });

  test("asks for no plan", async () => {
    let asked = 0;
    well(
      await send({ to: { kind: "person", id: "p1" } }, async () => {
        asked += 1;
        return undefined;
      }),
    );

    expect(asked).toBe(0);
    expect(orders()[0]?.fields).toMatchObject({ personIds: ["p1"], text: "101" });
  });

  test("that isn't there is refused, and nothing is made", async () => {
    const before = rig.desk.things;

    expect(await send({ to: { kind: "team", id: "cats" } })).toMatchObject({ fault: { code: "unknown-thing" } });
    expect(await send({ to: { kind: "vehicle", id: "9" } })).toMatchObject({ fault: { code: "unknown-vehicle" } });
    expect(await send({})).toMatchObject({
      fault: { code: "bad-field", detail: expect.stringMatching(/assignment\.to/) },
    });
    expect(await send({ to: { kind: "team", id: "dogs" }, priority: "urgent" as "high" })).toMatchObject({
      fault: { code: "bad-field" },
    });
    expect(rig.desk.things).toBe(before);
  });

  test("at the same time gives each job its own number", async () => {
    const sent = await Promise.all([1, 2, 3].map(() => send({ to: { kind: "team", id: "dogs" } })));

    expect(sent.map((result) => jobOf(well(result).thingId)?.fields.number)).toEqual([101, 102, 103]);
  });
});

describe("sending a vehicle", () => {
  test("asks for its plan and keeps which one it is; pilots acknowledge", async () => {
    const { thingId } = well(
      await send({ to: { kind: "vehicle", id: "1" } }, async (job, vehicleId) => ({
        planId: `plan-${job.fields.number}-${vehicleId}`,
      })),
    );

    expect(jobOf(thingId)?.fields).toMatchObject({ resource: "DRONE", planId: "plan-101-1" });
    expect(orders()[0]?.fields.roles).toEqual(["pilot"]);
  });

  test("asks for an acknowledgement only where there is a pilot to give it", async () => {
    well(await send({ to: { kind: "vehicle", id: "1" } }));
    expect(orders()[0]?.fields.needsAck).toBe(false);

    rig.desk.put({ thing: "person", thingId: "p9", fields: { name: "Wu", role: "pilot" } });
    well(await send({ to: { kind: "vehicle", id: "1" } }));
    expect(orders().map(({ fields }) => fields.needsAck)).toContain(true);
  });

  test("that no plan can be made for is sent all the same, and the job says why there is none", async () => {
    const { thingId } = well(
      await send({ to: { kind: "vehicle", id: "2" } }, async () => ({ fault: "The dog can't swim." })),
    );

    expect(jobOf(thingId)?.fields.resource).toBe("ROBOT");
    expect(jobOf(thingId)?.steps).toMatchObject([
      { step: "sent" },
      { step: "note", text: "The dog can't swim.", by: { role: "station" } },
    ]);
  });
});

test("without an incident nobody is sent", async () => {
  const empty = incidentRig();
  try {
    const result = await sendAssignment(
      { desk: empty.desk, vehicleKind: () => undefined },
      { to: { kind: "team", id: "t" } },
      {},
    );
    expect(result).toMatchObject({ fault: { code: "no-incident" } });
  } finally {
    await empty.remove();
  }
});
