import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerOutbox } from "../../../../electron/station/field/answer-outbox.ts";
import type { Principal } from "../../../../shared/incident/roles.ts";
import type { OutboxItem } from "../../../../shared/wire/field.ts";
import type { RequestFaultCode } from "../../../../shared/wire/requests.ts";
import { type FieldStation, fieldStation, type Linked } from "../../../support/field-station.ts";
import { eventually } from "../../../support/live-station.ts";

let station: FieldStation;
beforeAll(async () => {
  station = await fieldStation();
});
afterAll(() => station.close());

const place = { latDeg: 30.8712, lonDeg: 120.4341 };
const helpItem = (id: string) => ({ kind: "help", id, happenedAtPhoneMs: 1_000, text: "Leg broken", place }) as const;
const callBy = (linked: Linked, id: string) =>
  linked.fetch("/api/field/outbox", { sentAtPhoneMs: 2_000, items: [helpItem(id)] });
const standing = () =>
  Object.values(station.live.station.snapshot().alerts).filter(({ code, active }) => code === "help-called" && active);

describe("a call for help by a link that opens nothing now", () => {
  it.each([
    ["has expired", { expiresUtcMs: Date.now() - 1_000 }],
    ["was withdrawn", { revoked: true }],
  ])("alarms the post once where the link %s, and is not said to be received", async (what, fields) => {
    const linked = await station.invite({ role: "searcher", name: `Link that ${what}` });
    await station.live.request({ kind: "incident.put", thing: "invite", thingId: linked.inviteId, fields });

    const statuses = [await callBy(linked, "help-0001"), await callBy(linked, "help-0001")].map(({ status }) => status);

    expect(statuses).toEqual([401, 401]);
    expect(standing().filter(({ params }) => params.who === `Link that ${what}`)).toMatchObject([
      { severity: "critical", params: { text: "Leg broken · 30.87120, 120.43410" } },
    ]);
  });

  it("alarms the post where another incident is shown, by the link's name, and nothing else is taken", async () => {
    const linked = await station.invite({ role: "searcher", name: "Of the first incident" });
    const before = station.live.station.snapshot();
    const [first] = Object.values(before.things).filter(({ kind }) => kind === "incident");
    await station.live.request({ kind: "incident.open", incident: { name: "Another" }, subject: {} });
    const message = { kind: "message", id: "words-001", happenedAtPhoneMs: 1_000, text: "Hello" };

    const answer = await linked.fetch("/api/field/outbox", {
      sentAtPhoneMs: 2_000,
      items: [message, helpItem("h-000002")],
    });

    expect(answer.status).toBe(401);
    await eventually(() => standing().some(({ params }) => params.who === "Of the first incident"));
    expect(JSON.stringify(station.live.station.snapshot().things)).not.toContain("Hello");
    await station.live.request({ kind: "incident.show", incidentId: first?.id ?? "" });
  });

  it("is nothing by a token that never opened anything, nor by what is no outbox", async () => {
    const before = standing().length;
    const linked = await station.invite({ role: "searcher", name: "Old" });
    await station.live.request({
      kind: "incident.put",
      thing: "invite",
      thingId: linked.inviteId,
      fields: { revoked: true },
    });

    const wrong = await linked.fetch("/api/field/outbox", { items: [helpItem("help-0003")] });
    const unknown = await linked.fetch(
      "/api/field/outbox",
      { sentAtPhoneMs: 2_000, items: [helpItem("help-0004")] },
      { authorization: "Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
    );

    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(standing()).toHaveLength(before);
  });
});

describe("what could not be kept", () => {
  const searcher: Principal = { role: "searcher", inviteId: "i-1", personId: "p-1" };
  const answered = async (items: readonly OutboxItem[], code: RequestFaultCode) => {
    const refusal = { ok: false, fault: { code, detail: "The disk is full." } } as const;
    const outbox = { sentAtPhoneMs: 2_000, items: [...items] };
    return (await answerOutbox(async () => refusal, searcher, outbox, { receivedUtcMs: 5_000, rate: 1 })).results;
  };

  it("must be sent again: a full disk is no reason to let go of a call for help", async () => {
    expect(await answered([helpItem("help-0005")], "recording-failed")).toEqual([
      { id: "help-0005", ok: false, later: true, code: "recording-failed", detail: "The disk is full." },
    ]);
  });

  it("is told apart from what is refused for good", async () => {
    expect(await answered([helpItem("help-0006")], "not-allowed")).toMatchObject([{ ok: false, code: "not-allowed" }]);
    expect((await answered([helpItem("help-0007")], "not-allowed"))[0]).not.toHaveProperty("later");
  });
});
