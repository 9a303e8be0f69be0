import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPhoto } from "../../../../electron/station/field/photo.ts";
import { openReadOnly } from "../../../../electron/station/record/open-read-only.ts";
import { type FieldStation, fieldStation, type Linked, searchPlace } from "../../../support/field-station.ts";
import { liveStation } from "../../../support/live-station.ts";

const photoOf = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 40, g: 90, b: 60 } } });

let station: FieldStation;
let searcher: Linked;
beforeAll(async () => {
  station = await fieldStation();
  searcher = await station.invite({ role: "searcher", teamId: "team-1" });
});
afterAll(() => station.close());

const binary = { "content-type": "image/jpeg" };
const upload = (bytes: Uint8Array, query: string) => searcher.fetch(`/api/field/files?${query}`, bytes, binary);
const headers = () => station.live.headers;

/** Sends so many bytes in pieces of 64 kB, as long as the station takes them. */
const pour = (bytes: number, more: Record<string, string>) =>
  new Promise<{ status: number; body: string; sentBytes: number }>((resolve, reject) => {
    const { port } = new URL(station.live.origin);
    const call = request({
      ...{ host: "127.0.0.1", port, method: "POST", path: "/api/field/files?name=large.jpg" },
      headers: { authorization: `Bearer ${searcher.token}`, ...binary, ...more },
    });
    const piece = Buffer.alloc(65_536, 0xff);
    let [sentBytes, answered] = [0, false];
    const send = () => {
      while (sentBytes < bytes && !answered) {
        sentBytes += piece.length;
        if (!call.write(piece)) return void call.once("drain", send);
      }
      if (!answered) call.end();
    };
    call.on("response", (answer) => {
      answered = true;
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (text: string) => {
        body += text;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body, sentBytes }));
    });
    // The station hangs up on what it doesn't want; the answer came before.
    call.on("error", (error) => (answered ? undefined : reject(error)));
    send();
  });

describe("a photo", () => {
  it("is kept as it was, with an upright preview of 1600 px at most and without the camera's notes", async () => {
    const turned = await photoOf(3_000, 2_000)
      .withExif({ IFD0: { Copyright: "secret" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();

    const answer = await upload(turned, "name=shoe.jpg&id=photo-0001");

    expect(await answer.json()).toMatchObject({
      ok: true,
      fileId: "photo-0001",
      bytes: turned.length,
      widthPx: 3_000,
      heightPx: 2_000,
    });
    const original = await fetch(`${station.live.origin}/api/files/photo-0001`, { headers: headers() });
    expect(original.headers.get("content-type")).toBe("image/jpeg");
    expect(Buffer.from(await original.arrayBuffer()).equals(turned)).toBe(true);
    const preview = await fetch(`${station.live.origin}/api/files/photo-0001/preview`, { headers: headers() });
    const shown = await sharp(Buffer.from(await preview.arrayBuffer())).metadata();
    expect([shown.width, shown.height, shown.exif]).toEqual([1_067, 1_600, undefined]);
  });

  it("of the person is taken while the report is still being written, and goes with the search that is opened from it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lantern-photo-"));
    const live = await liveStation({ recordFolder: folder });
    try {
      const post = await fetch(`${live.origin}/api/files?name=face.jpg`, {
        method: "POST",
        headers: { ...live.headers, ...binary },
        body: new Uint8Array(await photoOf(60, 80).jpeg().toBuffer()),
      });
      const { fileId } = (await post.json()) as { fileId: string };
      expect(post.status).toBe(200);

      const opened = await live.request({
        kind: "incident.open",
        incident: { name: "Linghu" },
        subject: { category: "gatherer", photos: [fileId] },
      });

      if (!opened.ok || !("incidentId" in opened)) throw new Error(JSON.stringify(opened));
      const database = openReadOnly(folder);
      const kept = database.prepare("SELECT id, incident FROM incident_file ORDER BY id").all();
      database.close();
      expect(kept.map((row) => ({ ...row }))).toEqual([
        { id: fileId, incident: opened.incidentId },
        { id: `${fileId}.preview`, incident: opened.incidentId },
      ]);
    } finally {
      await live.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("sent twice is one; another one under its id is refused", async () => {
    const [one, other] = await Promise.all([photoOf(30, 20).png().toBuffer(), photoOf(31, 20).png().toBuffer()]);

    expect((await upload(one, "name=a.png&id=photo-0002")).status).toBe(200);
    expect((await upload(one, "name=a.png&id=photo-0002")).status).toBe(200);
    expect((await upload(other, "name=a.png&id=photo-0002")).status).toBe(409);
  });

  it("may come after the clue that names it, and is then shown to phones near", async () => {
    const clue = {
      kind: "clue",
      id: "clue-00001",
      happenedAtPhoneMs: 1,
      nature: "object",
      text: "Glove",
      place: searchPlace,
    };
    await searcher.fetch("/api/field/outbox", { sentAtPhoneMs: 1, items: [{ ...clue, photos: ["photo-0003"] }] });
    expect((await searcher.fetch("/api/field/files/photo-0003/preview")).status).toBe(404);

    await upload(await photoOf(40, 30).jpeg().toBuffer(), "name=glove.jpg&id=photo-0003");

    const answer = await searcher.fetch("/api/field/files/photo-0003/preview");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("image/jpeg");
  });

  it("is neither taken nor given by a link that only tells a place: it could fill the disk", async () => {
    const witness = await station.invite({ purpose: "locate" });
    const bytes = await photoOf(40, 30).jpeg().toBuffer();

    expect((await witness.fetch("/api/field/files?name=a.jpg", bytes, binary)).status).toBe(403);
    expect((await witness.fetch("/api/field/files/photo-0001")).status).toBe(404);
  });

  it("that has to wait for others is asked for again, not refused for good: phones let go of what is refused", async () => {
    const bytes = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        photoOf(400 + i, 300)
          .jpeg()
          .toBuffer(),
      ),
    );

    const answers = await Promise.all(bytes.map((one, i) => upload(one, `name=a.jpg&id=photo-many-${i}`)));

    const statuses = answers.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
  });

  it("is not shown by a link to whom it is no concern", async () => {
    await upload(await photoOf(40, 30).jpeg().toBuffer(), "name=other.jpg&id=photo-0004");

    expect((await searcher.fetch("/api/field/files/photo-0004")).status).toBe(404);
    expect((await searcher.fetch("/api/files/photo-0004")).status).toBe(403);
  });

  it("of 100 MB is refused before it is read where it says its length", async () => {
    const { status, body, sentBytes } = await pour(100_000_000, { "content-length": "100000000" });

    expect(status).toBe(413);
    expect(body).toContain("15 MB are the most");
    expect(sentBytes).toBeLessThan(20_000_000);
  });

  it("of 100 MB that doesn't say its length is refused while it streams, and fills no memory", async () => {
    const beforeBytes = process.memoryUsage().arrayBuffers;

    const { status, body, sentBytes } = await pour(100_000_000, { "transfer-encoding": "chunked" });

    expect(status).toBe(413);
    expect(body).toContain("15 MB are the most");
    expect(sentBytes).toBeLessThan(60_000_000);
    expect(process.memoryUsage().arrayBuffers - beforeBytes).toBeLessThan(60_000_000);
    expect((await searcher.fetch("/api/field/state")).status).toBe(200);
  });

  it.each([
    ["text", Buffer.from("not a picture at all")],
    ["nothing", Buffer.alloc(0)],
    ["SVG, which can name other files", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ["a JPEG's first bytes only", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
  ])("is refused where it is no picture: %s", async (_what, bytes) => {
    const answer = await upload(bytes, "name=x.jpg");

    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/bad-file|bad-request/);
  });

  it("that was cut off on its way is refused", async () => {
    const whole = await photoOf(900, 700).jpeg({ quality: 95 }).toBuffer();

    expect(await readPhoto(whole.subarray(0, whole.length / 2))).toMatchObject({ ok: false, code: "bad-file" });
  });

  it("that unpacks to more than any camera makes is refused by what it says of itself", async () => {
    const bomb = await photoOf(14_000, 10_000).png({ compressionLevel: 9 }).toBuffer();

    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await readPhoto(bomb)).toMatchObject({ ok: false, code: "file-too-large" });
  });

  it("can be sent by the post as well, and not with no name", async () => {
    const bytes = new Uint8Array(await photoOf(20, 20).webp().toBuffer());
    const post = (query: string) =>
      fetch(`${station.live.origin}/api/files${query}`, {
        method: "POST",
        headers: { ...headers(), "content-type": "image/webp" },
        body: bytes,
      });

    expect(await (await post("?name=map.webp")).json()).toMatchObject({ ok: true, fileId: expect.any(String) });
    expect((await post("")).status).toBe(400);
  });
});
