import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveState } from "../../../support/station-server.ts";

let station: Awaited<ReturnType<typeof serveState>>;

beforeAll(async () => {
  station = await serveState();
});
afterAll(async () => {
  await station.server.close();
});

/** Sends bytes as they are and gives all that comes back until the station closes. */
const exchange = (text: string): Promise<string> =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(station.server.port, "127.0.0.1", () => socket.write(text, "latin1"));
    let answer = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      answer += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });

const own = (): string => `Host: 127.0.0.1:${station.server.port}\r\nAuthorization: Bearer ${station.token}\r\n`;
const upgrade =
  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
const stillServes = async (): Promise<void> =>
  expect((await fetch(`${station.origin}/api/state`, { headers: station.headers })).status).toBe(200);

/** What it is, the bytes, and the status that they deserve. */
const attacks: readonly (readonly [string, () => string, number])[] = [
  ["an address that is none", () => `GET // HTTP/1.1\r\n${own()}Connection: close\r\n\r\n`, 400],
  ["percent signs that say nothing", () => `GET /%zz.js HTTP/1.1\r\n${own()}Connection: close\r\n\r\n`, 400],
  ["a whole address that is none", () => `GET http://[/ HTTP/1.1\r\n${own()}Connection: close\r\n\r\n`, 400],
  ["bytes that are no HTTP", () => "\x16\x03\x01\x02\x00\r\n\r\n", 400],
  [
    "a length and chunks at once",
    () => `POST / HTTP/1.1\r\n${own()}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  ["headers without end", () => `GET / HTTP/1.1\r\n${own()}X: ${"a".repeat(40_000)}\r\n\r\n`, 431],
  [
    "no Host",
    () => `GET /api/state HTTP/1.1\r\nAuthorization: Bearer ${station.token}\r\nConnection: close\r\n\r\n`,
    403,
  ],
  [
    "a user before the host",
    () =>
      `GET /api/state HTTP/1.1\r\nHost: evil@127.0.0.1\r\nAuthorization: Bearer ${station.token}\r\nConnection: close\r\n\r\n`,
    403,
  ],
  ["nothing there", () => `POST /nowhere HTTP/1.1\r\n${own()}Content-Length: 0\r\nConnection: close\r\n\r\n`, 404],
  [
    "a path out of the folder",
    () => `GET /assets/..%2f..%2f..%2fpackage.json HTTP/1.1\r\n${own()}Connection: close\r\n\r\n`,
    503,
  ],
  ["an upgrade to an address that is none", () => `GET // HTTP/1.1\r\n${own()}${upgrade}`, 404],
  ["an upgrade without a token to an address that is none", () => `GET //[ HTTP/1.1\r\nHost: x\r\n${upgrade}`, 403],
  ["an upgrade without a token", () => `GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n${upgrade}`, 401],
  [
    "an upgrade without a key",
    () => `GET /api/stream HTTP/1.1\r\n${own()}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    400,
  ],
  ["a stream from nowhere", () => `GET /api/stream?after=-1 HTTP/1.1\r\n${own()}${upgrade}`, 400],
];

describe("requests that mean no good", () => {
  test.each(attacks)("answers %s plainly, with the strict headers, and lives on", async (_what, request, status) => {
    const answer = await exchange(request());

    expect(answer.split("\r\n")[0]).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer.toLowerCase()).toContain("content-security-policy: default-src 'none'");
    expect(answer.toLowerCase()).toContain("x-content-type-options: nosniff");
    expect(answer).not.toMatch(/\s+at .*\.ts:\d+/);
    await stillServes();
  });

  test("take no polluted object", async () => {
    for (const body of [
      '{"__proto__":{"polluted":1},"kind":"serial.list"}',
      '{"constructor":{"prototype":{"polluted":1}},"kind":"serial.list"}',
      '{"kind":"__proto__"}',
    ]) {
      const headers = { ...station.headers, "content-type": "application/json" };
      const answer = await fetch(`${station.origin}/api/requests`, { method: "POST", headers, body });
      expect(answer.status, body).toBe(400);
    }
    expect("polluted" in {}).toBe(false);
    expect(station.world.requests).toEqual([]);
  });
});
