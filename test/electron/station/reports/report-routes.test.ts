import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBrowser } from "../../../../electron/station/reports/find-browser.ts";
import { formNames } from "../../../../shared/incident/report/forms/form.ts";
import { type LiveStation, liveStation } from "../../../support/live-station.ts";

const place = { latDeg: 30.8702, lonDeg: 120.4305 };

describe("reports of a real station", () => {
  let live: LiveStation;
  let incidentId: string;
  let subjectId: string;
  const get = (path: string) => fetch(`${live.origin}/api/incidents/${incidentId}/${path}`, { headers: live.headers });

  beforeAll(async () => {
    live = await liveStation();
    const utcMs = live.station.snapshot().clock.utcMs - 3_600_000;
    const opened = await live.request({
      kind: "incident.open",
      incident: { name: "Dyke <b>search</b>", nature: "lost" },
      subject: { name: "Shen Amei", lastSeen: { place, utcMs, kind: "PLS" } },
    });
    if (!opened.ok) throw new Error(JSON.stringify(opened));
    incidentId = opened.incidentId ?? "";
    subjectId = opened.thingId ?? "";
    await live.request({ kind: "incident.put", thing: "team", thingId: "t1", fields: { name: "Blue", mode: "foot" } });
    await live.request({ kind: "incident.place", who: "team/t1", place });
    await live.request({
      kind: "incident.send",
      assignment: { to: { kind: "team", id: "t1" }, task: "go-to", place, text: "Look along the dyke" },
    });
  });
  afterAll(() => live?.close());

  it("show what happened on a page without scripts, with a policy of its own", async () => {
    const answer = await get("report.html?lang=zh-CN&tz=Asia/Shanghai");
    const text = await answer.text();

    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(text).toContain("Dyke &lt;b&gt;search&lt;/b&gt;");
    expect(text).toContain("Look along the dyke");
    expect(text).toContain("Asia/Shanghai");
  });

  it("show the person's photo and a clue's, and only count one that isn't there", async () => {
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#385" } })
      .png()
      .toBuffer();
    const sent = await fetch(`${live.origin}/api/files?name=face.png`, {
      method: "POST",
      headers: { ...live.headers, "content-type": "image/png" },
      body: new Uint8Array(picture),
    });
    const { fileId } = (await sent.json()) as { fileId: string };
    const clue = { text: "Her stick", place, photos: [fileId, "lost-on-its-way"] };
    await live.request({ kind: "incident.put", thing: "clue", thingId: "c1", fields: clue });
    await live.request({ kind: "incident.put", thing: "subject", thingId: subjectId, fields: { photos: [fileId] } });
    const photo = /<img class="photo" src="data:image\/jpeg;base64,[\w+/=]{100,}"/g;

    for (const page of ["report.html", "forms/sar-104.html", "forms/clue-sheet.html"]) {
      const answer = await get(page);
      expect((await answer.text()).match(photo), page).toHaveLength(1);
      expect(answer.headers.get("content-security-policy"), page).toContain("img-src data:");
    }
    expect(await (await get("forms/clue-sheet.html")).text()).toContain("1 / 2");
  });

  it.each(formNames)("fill the form %s", async (name) => {
    const answer = await get(`forms/${name}.html`);

    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("</html>");
  });

  it.skipIf(findBrowser() === undefined)("print the same page (else: no Chromium, Chrome or Edge here)", async () => {
    const answer = await get("report.pdf");

    expect(answer.headers.get("content-type")).toBe("application/pdf");
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
  });

  it.each(["geojson", "kml", "gpx", "csv"])("export %s as a file", async (format) => {
    const answer = await get(`export.${format}`);

    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-disposition")).toContain("attachment");
    expect((await answer.text()).length).toBeGreaterThan(50);
  });

  it("say what is wrong with what is asked for", async () => {
    const statuses = await Promise.all(
      ["report.html?lang=tlh", "report.html?tz=Moon/Base", "forms/ics-999.html", "export.csv?table=secrets"].map(
        async (path) => (await get(path)).status,
      ),
    );
    expect(statuses).toEqual([400, 400, 400, 400]);
    const unknown = await fetch(`${live.origin}/api/incidents/nothing/report.html`, { headers: live.headers });
    expect(unknown.status).toBe(404);
    expect((await fetch(`${live.origin}/api/incidents/${incidentId}/report.html`)).status).toBe(401);
  });
});
