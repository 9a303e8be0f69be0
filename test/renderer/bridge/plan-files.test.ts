import { describe, expect, it } from "vitest";
import { exportPlanFile } from "../../../renderer/bridge/export-plan-file.ts";
import { importPlanFile } from "../../../renderer/bridge/import-plan-file.ts";

const answering = (response: () => Response | Promise<Response>) => {
  const asked: { address: string; init: RequestInit | undefined }[] = [];
  const fetchFunction: typeof fetch = async (input, init) => {
    asked.push({ address: String(input), init });
    return response();
  };
  return { asked, fetchFunction };
};
const json =
  (body: unknown, status = 200) =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
const file = new File(["QGC WPL 110"], "north field.waypoints");
const wish = { file, vehicleId: "2", by: "Li" };

describe("handing a plan file to the station", () => {
  it("names the file, the vehicle and the person, and takes the notes", async () => {
    const notes = [{ code: "no-height", params: { what: "Point 3" } }];
    const { asked, fetchFunction } = answering(json({ ok: true, planId: "p1", notes }));

    const outcome = await importPlanFile(fetchFunction, wish);

    expect(outcome).toEqual({ ok: true, planId: "p1", notes });
    expect(asked[0]?.address).toBe("/api/plans/import?name=north+field.waypoints&vehicleId=2&operatorName=Li");
    expect(asked[0]?.init?.body).toBe(file);
  });

  it("says what the station says of a file that it can't read", async () => {
    const { fetchFunction } = answering(json({ ok: false, fault: { code: "bad-file", detail: "Line 3." } }, 409));

    expect(await importPlanFile(fetchFunction, wish)).toEqual({
      ok: false,
      fault: { code: "bad-file", detail: "Line 3." },
    });
  });

  it("knows a file that is too large, by itself and from the station", async () => {
    const large = new File(["x"], "x.kml");
    Object.defineProperty(large, "size", { value: 200 * 1024 * 1024 });
    const { asked, fetchFunction } = answering(() => new Response("", { status: 413 }));

    expect(await importPlanFile(fetchFunction, wish)).toMatchObject({ ok: false, fault: { code: "file-too-large" } });
    expect(await importPlanFile(fetchFunction, { ...wish, file: large })).toMatchObject({
      fault: { code: "file-too-large" },
    });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ["nothing", () => Promise.reject(new Error("Failed to fetch"))],
    ["nonsense", () => new Response("<html>", { status: 502 })],
    ["a bare word", json("ok")],
  ])("never throws, also not for %s", async (_, response) => {
    expect(await importPlanFile(answering(response).fetchFunction, wish)).toMatchObject({
      ok: false,
      fault: { code: "no-answer" },
    });
  });
});

describe("asking the station for a plan as a file", () => {
  it("takes its name and what the format can't hold", async () => {
    const notes = [{ code: "styles-left-out", params: {} }];
    const headers = {
      "content-disposition": "attachment; filename=\"plan.kml\"; filename*=UTF-8''%E5%8C%97%E7%94%B0.kml",
      "x-plan-notes": encodeURIComponent(JSON.stringify(notes)),
    };
    const { asked, fetchFunction } = answering(() => new Response("<kml/>", { headers }));

    const outcome = await exportPlanFile(fetchFunction, { planId: "a/b", format: "kml" });

    expect(asked[0]?.address).toBe("/api/plans/a%2Fb/file?format=kml");
    expect(outcome).toMatchObject({ ok: true, name: "北田.kml", notes });
  });

  it("says why there is none", async () => {
    const fault = { code: "plan-invalid", detail: "below-terrain" };

    expect(
      await exportPlanFile(answering(json({ ok: false, fault }, 409)).fetchFunction, { planId: "p", format: "gpx" }),
    ).toEqual({ ok: false, fault });
    expect(
      await exportPlanFile(answering(() => Promise.reject(new Error("away"))).fetchFunction, {
        planId: "p",
        format: "gpx",
      }),
    ).toMatchObject({ fault: { code: "no-answer" } });
  });

  it("lives with headers that can't be read", async () => {
    const headers = { "content-disposition": "attachment; filename*=UTF-8''%E5%8", "x-plan-notes": "%7Bnope" };

    expect(
      await exportPlanFile(answering(() => new Response("x", { headers })).fetchFunction, {
        planId: "p",
        format: "plan",
      }),
    ).toMatchObject({ ok: true, name: "plan.plan", notes: [] });
  });
});
