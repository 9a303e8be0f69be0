import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FieldStation, fieldStation } from "../../../support/field-station.ts";

let station: FieldStation;
beforeAll(async () => {
  station = await fieldStation();
});
afterAll(() => station.close());

const incidentId = () => {
  const [incident] = Object.values(station.live.station.snapshot().things).filter(({ kind }) => kind === "incident");
  return incident?.id ?? "";
};

describe("a link for nobody in particular", () => {
  it("can't write under another's name: the link's own stands beside whatever its screen says", async () => {
    const pilot = await station.invite({ role: "pilot", name: "Pilot 2" });
    const operator = { id: "boss", name: "Incident commander" };

    const answer = await pilot.fetch("/api/requests", {
      ...{ kind: "incident.put", thing: "message", thingId: "m-boss", operator },
      fields: { text: "All teams home" },
    });

    expect(answer.status).toBe(200);
    expect(station.live.station.snapshot().things["message/m-boss"]?.createdBy).toEqual({
      ...{ id: pilot.inviteId, name: "Incident commander (Pilot 2)", role: "pilot" },
    });
  });
});

describe("a leader's link", () => {
  it.each([-1e300, 1e300, -1])(
    "can't tell of a place at a time that is none (%d), which no export could write",
    async (utcMs) => {
      const leader = await station.invite({ role: "leader", personId: "p-2" });
      const place = { latDeg: 30.87, lonDeg: 120.43 };

      const answer = await leader.fetch("/api/requests", { kind: "incident.place", who: "person/p-2", place, utcMs });

      expect(await answer.json()).toMatchObject({ ok: false, fault: { code: "bad-request" } });
      for (const format of ["geojson", "gpx"]) {
        const exported = await leader.fetch(`/api/incidents/${incidentId()}/export.${format}`);
        expect(exported.status, format).toBe(200);
      }
    },
  );
});
