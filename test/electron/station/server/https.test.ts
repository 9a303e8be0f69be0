import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { hostForOthers, ownHosts } from "../../../../electron/station/own-hosts.ts";
import { serverCertificate } from "../../../../electron/station/server/certificate.ts";
import { selfSigned } from "../../../../electron/station/server/self-signed.ts";
import { type LiveStation, liveStation } from "../../../support/live-station.ts";

const utcMs = Date.UTC(2026, 10, 22);
const dayMs = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), "lantern-https-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a certificate that the station signs itself", () => {
  const hosts = ["localhost", "post.local", "127.0.0.1", "192.168.200.17"];

  it("is one that others can read and check, good for these names and addresses and for nothing else", () => {
    const { certificate, key } = selfSigned({ hosts, fromUtcMs: utcMs, untilUtcMs: utcMs + 800 * dayMs });
    const parsed = new X509Certificate(certificate);

    expect(parsed.verify(parsed.publicKey)).toBe(true);
    expect(parsed.ca).toBe(false);
    expect(parsed.subjectAltName).toBe(
      "DNS:localhost, DNS:post.local, IP Address:127.0.0.1, IP Address:192.168.200.17",
    );
    expect([parsed.checkHost("post.local"), parsed.checkHost("other.local")]).toEqual(["post.local", undefined]);
    expect([parsed.checkIP("192.168.200.17"), parsed.checkIP("192.168.200.18")]).toEqual(["192.168.200.17", undefined]);
    expect([Date.parse(parsed.validFrom), Date.parse(parsed.validTo)]).toEqual([utcMs, utcMs + 800 * dayMs]);
    expect(key).toContain("PRIVATE KEY");
  });

  it("is kept with its key, which nobody else may read, and made anew for a new address or near its end", () => {
    const own = { folder: join(folder, "own"), hosts, utcMs };
    const fingerprintOf = (change: Partial<typeof own> = {}) => {
      const result = serverCertificate({ ...own, ...change });
      if (!result.ok) throw new Error(result.detail);
      return result.certificate.fingerprint;
    };

    const first = fingerprintOf();
    expect(fingerprintOf()).toBe(first);
    if (process.platform !== "win32") expect(statSync(join(own.folder, "key.pem")).mode & 0o077).toBe(0);
    const key = readFileSync(join(own.folder, "key.pem"), "utf8");
    const moved = fingerprintOf({ hosts: [...hosts, "10.0.0.9"] });
    expect(moved).not.toBe(first);
    expect(fingerprintOf({ utcMs: utcMs + 780 * dayMs })).not.toBe(moved);
    expect(readFileSync(join(own.folder, "key.pem"), "utf8")).toBe(key);
  });

  it("gives way to the user's own, whose key must fit and which must not have ended", () => {
    const write = (name: string, made: ReturnType<typeof selfSigned>) => {
      const files = { certificate: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
      writeFileSync(files.certificate, made.certificate);
      writeFileSync(files.key, made.key);
      return files;
    };
    const good = write("good", selfSigned({ hosts: ["post.example"], fromUtcMs: utcMs, untilUtcMs: utcMs + dayMs }));
    const other = write("other", selfSigned({ hosts: ["post.example"], fromUtcMs: utcMs, untilUtcMs: utcMs + dayMs }));
    const read = (files: typeof good, atUtcMs = utcMs) => serverCertificate({ files, folder, hosts, utcMs: atUtcMs });

    expect(read(good)).toMatchObject({ ok: true, certificate: { isOwn: false, names: ["post.example"] } });
    expect(read({ ...good, key: other.key })).toMatchObject({
      ok: false,
      detail: expect.stringContaining("does not belong"),
    });
    expect(read(good, utcMs + 2 * dayMs)).toMatchObject({ ok: false, detail: expect.stringContaining("ended") });
    expect(read({ ...good, key: join(folder, "none") })).toMatchObject({
      ok: false,
      detail: expect.stringContaining("PEM"),
    });
  });
});

describe("the address for phones", () => {
  const ipv4 = { family: "IPv4", netmask: "255.255.255.0", mac: "00:00:00:00:00:00", cidr: null } as const;
  const interfaces = {
    lo: [{ ...ipv4, address: "127.0.0.1", internal: true }],
    wlan0: [{ ...ipv4, address: "10.0.0.5", internal: false }],
  };

  it("is this computer's on its network, or the name that a certificate was bought for", () => {
    expect(hostForOthers("0.0.0.0", interfaces, undefined)).toBe("10.0.0.5");
    expect(hostForOthers("127.0.0.1", interfaces, undefined)).toBe("127.0.0.1");
    expect(hostForOthers("0.0.0.0", {}, undefined)).toBe("127.0.0.1");
    expect(hostForOthers("0.0.0.0", interfaces, { isOwn: false, names: ["*.a.example", "post.example"] })).toBe(
      "post.example",
    );
    expect(ownHosts(interfaces, "Post-1")).toEqual(["localhost", "post-1", "post-1.local", "127.0.0.1", "10.0.0.5"]);
  });
});

describe("a station with HTTPS", () => {
  let live: LiveStation;
  let ca: string;
  beforeAll(async () => {
    live = await liveStation({ https: { port: 0, folder: join(folder, "live") } });
    ca = live.station.certificate?.certificate ?? "";
  });
  afterAll(() => live.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
      const { port } = new URL(live.station.origin);
      const call = request({ host: "127.0.0.1", port, path, headers, ca }, (answer) => {
        let body = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => {
          body += chunk;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
      });
      call.on("error", reject);
      call.end();
    });
  const bearer = () => ({ authorization: `Bearer ${live.station.token}` });

  it("answers by both, with the same state behind the same checks", async () => {
    expect((await get("/api/state", bearer())).status).toBe(200);
    expect((await get("/api/state")).status).toBe(401);
    expect((await get("/api/state", { ...bearer(), origin: live.station.origin })).status).toBe(200);
    expect((await get("/api/state", { ...bearer(), origin: live.origin })).status).toBe(403);
    expect((await fetch(`${live.origin}/api/state`, { headers: bearer() })).status).toBe(200);
  });

  it("sets a cookie that never goes by plain HTTP, and lets the phone page ask where the phone is", async () => {
    const signedIn = await get(`/?token=${live.station.token}`);
    const phone = await get("/f/");

    expect(String(signedIn.headers["set-cookie"])).toContain("Secure");
    expect(phone.headers["permissions-policy"]).toContain("geolocation=(self)");
    expect((await get("/api/state", bearer())).headers["permissions-policy"]).toContain("geolocation=()");
    expect(phone.headers["content-security-policy"]).toContain("wss://127.0.0.1");
  });

  it("streams by it, too", async () => {
    const socket = new WebSocket(`${live.station.origin.replace("https", "wss")}/api/stream`, {
      headers: bearer(),
      ca,
    });
    const text = await new Promise<string>((resolve, reject) => {
      socket.on("message", (data) => resolve(String(data)));
      socket.on("error", reject);
    });

    expect(JSON.parse(text).type).toBe("snapshot");
    socket.close();
  });

  it("invites phones by it", async () => {
    await live.request({ kind: "incident.open", incident: { name: "A" }, subject: {} });

    const answer = await live.request({ kind: "incident.invite", purpose: "join", role: "searcher", name: "Wang" });

    expect(answer).toMatchObject({
      ok: true,
      url: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/f\/#[\w-]{32}$/),
    });
  });
});
