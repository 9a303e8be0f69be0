import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { serveState } from "../../../support/station-server.ts";

type Served = Awaited<ReturnType<typeof serveState>>;
let station: Served;

beforeAll(async () => {
  station = await serveState();
});
afterAll(async () => {
  await station.server.close();
});

/** Node's own client: fetch doesn't let a test set Host, Origin or Cookie freely. */
const get = (path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const call = request({ host: "127.0.0.1", port: station.server.port, path, headers }, (answer) => {
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

const upgradeStatus = (path: string, headers: Record<string, string>) =>
  new Promise<number | "open">((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${station.server.port}${path}`, { headers });
    socket.on("open", () => {
      resolve("open");
      socket.close();
    });
    socket.on("unexpected-response", (_request, answer) => {
      resolve(answer.statusCode ?? 0);
      socket.terminate();
    });
    socket.on("error", () => {});
  });

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("who may come in", () => {
  test("refuses state, pictures, terrain and the UI without a token", async () => {
    for (const path of [
      "/",
      "/api/state",
      "/api/openapi.json",
      "/api/terrain",
      "/api/heat/h1/thumbnail",
      "/assets/a.js",
    ]) {
      expect((await get(path)).status, path).toBe(401);
    }
  });

  test("refuses a wrong token, as bearer, cookie or in the address", async () => {
    expect((await get("/api/state", bearer("wrong"))).status).toBe(401);
    expect((await get("/api/state", { cookie: `lantern-${station.server.port}=wrong` })).status).toBe(401);
    expect((await get("/?token=wrong")).status).toBe(401);
  });

  test("shows people the way in both languages", async () => {
    const answer = await get("/", { accept: "text/html" });

    expect(answer.status).toBe(401);
    expect(answer.body).toContain("Open the address that the station printed");
    expect(answer.body).toContain("请打开地面站启动时显示的完整地址");
  });

  test("takes the bearer header", async () => {
    expect((await get("/api/state", bearer(station.token))).status).toBe(200);
  });

  test("exchanges the printed address for a cookie that works, and drops the token from it", async () => {
    const signedIn = await get(`/?panel=heat&token=${station.token}`);

    expect(signedIn.status).toBe(303);
    expect(signedIn.headers.location).toBe("/?panel=heat");
    const [cookie = ""] = [signedIn.headers["set-cookie"]].flat().map(String);
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Strict");
    expect((await get("/api/state", { cookie: cookie.split(";")[0] ?? "" })).status).toBe(200);
  });

  test("refuses a foreign name in Host, so that a rebound name is worth nothing", async () => {
    const answer = await get("/api/state", { ...bearer(station.token), host: "evil.example" });

    expect(answer.status).toBe(403);
  });

  test("refuses a page of another site or port, even with the token", async () => {
    for (const origin of ["http://evil.example", `http://127.0.0.1:${station.server.port + 1}`, "null"]) {
      expect((await get("/api/state", { ...bearer(station.token), origin })).status, origin).toBe(403);
    }
    expect((await get("/api/state", { ...bearer(station.token), "sec-fetch-site": "same-site" })).status).toBe(403);
  });

  test("sends strict headers with refusals and answers", async () => {
    for (const headers of [{}, bearer(station.token)]) {
      const answer = await get("/api/state", headers);
      const policy = String(answer.headers["content-security-policy"]);
      expect(policy).not.toContain("unsafe");
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(answer.headers["x-content-type-options"]).toBe("nosniff");
      expect(answer.headers["referrer-policy"]).toBe("no-referrer");
    }
  });

  test("guards the WebSocket in the same way", async () => {
    const origin = `http://127.0.0.1:${station.server.port}`;
    expect(await upgradeStatus("/api/stream", {})).toBe(401);
    expect(await upgradeStatus("/api/stream", bearer("wrong"))).toBe(401);
    expect(await upgradeStatus("/api/stream", { ...bearer(station.token), origin: "http://evil.example" })).toBe(403);
    expect(await upgradeStatus("/elsewhere", bearer(station.token))).toBe(404);
    expect(await upgradeStatus("/api/stream?after=x", bearer(station.token))).toBe(400);
    expect(await upgradeStatus("/api/stream", bearer(station.token))).toBe("open");
    const cookie = `other=1; lantern-${station.server.port}=${station.token}`;
    expect(await upgradeStatus("/api/stream?after=0", { cookie, origin })).toBe("open");
  });
});
