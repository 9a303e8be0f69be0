import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { makeToken } from "../../../../electron/station/server/access.ts";
import { namedGate } from "../../../../electron/station/server/route-gates.ts";
import type { Principal } from "../../../../shared/incident/roles.ts";
import { serveState } from "../../../support/station-server.ts";

const people = {
  coordinator: { role: "coordinator", inviteId: "i-coordinator" },
  pilot: { role: "pilot", inviteId: "i-pilot" },
  leader: { role: "leader", inviteId: "i-leader", teamId: "team-1" },
  observer: { role: "observer", inviteId: "i-observer" },
  searcher: { role: "searcher", inviteId: "i-searcher", personId: "p-1" },
  witness: { role: "searcher", inviteId: "i-witness", locateOnly: true },
} as const satisfies Record<string, Principal>;
type Person = keyof typeof people;
const persons = Object.keys(people) as Person[];

const tokens = Object.fromEntries(persons.map((person) => [person, makeToken()])) as Record<Person, string>;
const expired = makeToken();
const revoked = makeToken();

/** Who may, by what a route is for; written apart from the server's own table. */
const mayBy: readonly (readonly [pattern: RegExp, who: readonly Person[]])[] = [
  [/^(GET|HEAD) \/f(\/\*)?$/, persons],
  [/^(GET|HEAD) \/api\/me$/, persons],
  [/^POST \/api\/field\/files$/, persons.filter((person) => person !== "witness")],
  [/^\w+ \/api\/field\//, persons],
  [/^POST \/api\/(terrain\/files|plans\/import|archive\/import)$/, ["coordinator", "pilot"]],
  [/^(GET|HEAD) \/api\/examples\.zip$/, ["coordinator", "pilot"]],
  [/^POST \/api\/(datasets|incidents)/, ["coordinator"]],
  [/^/, ["coordinator", "pilot", "leader", "observer"]],
];
const mayUse = (route: string): readonly Person[] => mayBy.find(([pattern]) => pattern.test(route))?.[1] ?? [];

let station: Awaited<ReturnType<typeof serveState>>;
const revokedLate = new Set<string>();
const changed = new Map<string, Principal>();
const listeners = new Set<() => void>();

beforeAll(async () => {
  const byToken = new Map<string, Principal>(persons.map((person) => [tokens[person], people[person]]));
  const standing = (inviteId: string) => {
    const principal = Object.values(people).find((one) => one.inviteId === inviteId);
    if (principal === undefined || revokedLate.has(inviteId)) return { state: "revoked" } as const;
    return { state: "valid", principal: changed.get(inviteId) ?? principal } as const;
  };
  station = await serveState({
    invites: {
      lookUp: (token) => {
        if (token === expired) return { state: "expired" };
        if (token === revoked) return { state: "revoked" };
        const principal = byToken.get(token);
        return principal === undefined ? undefined : standing(principal.inviteId ?? "");
      },
      standing,
      onChanged: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    feeds: {
      has: () => true,
      watch: () => () => {},
      look: async () => undefined,
      picture: async () => undefined,
    },
  });
});
afterAll(() => station.server.close());

const ask = (route: string, headers: Record<string, string>) => {
  const [method = "GET", url = "/"] = route.split(" ");
  const path = url.replace(/:\w+/g, "x").replace("*", "");
  const hasBody = method !== "GET" && method !== "HEAD";
  return fetch(station.origin + path, { method, headers, redirect: "manual", ...(hasBody ? { body: "{}" } : {}) });
};
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const cookie = (token: string) => ({ cookie: `lantern-${station.server.port}=${token}` });

describe("what each role may use", () => {
  it("is said of every route of the server", () => {
    const unnamed = station.server.routes.filter((route) => {
      const [method = "", url = ""] = route.split(" ");
      return namedGate(method, url) === undefined;
    });

    expect(station.server.routes.length).toBeGreaterThan(30);
    expect(unnamed).toEqual([]);
  });

  it.each(persons)("holds for each route, asked by the %s", async (person) => {
    for (const route of station.server.routes) {
      // What has no body of its own answers a HEAD as a GET; OPTIONS, TRACE and the rest have no address of ours.
      if (!/^(GET|HEAD|POST) /.test(route)) continue;
      for (const headers of [bearer(tokens[person]), cookie(tokens[person])]) {
        const { status } = await ask(route, headers);
        if (mayUse(route).includes(person)) expect([401, 403], `${person}: ${route}`).not.toContain(status);
        else expect(status, `${person}: ${route}`).toBe(403);
      }
    }
  });

  it("is said to who may not in a sentence that names the way", async () => {
    const answer = await ask("GET /api/state", bearer(tokens.searcher));

    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      ok: false,
      fault: { code: "not-allowed", detail: expect.stringContaining("phone page") },
    });
  });

  it("is nothing for a token that is expired, withdrawn, wrong or missing, and says which", async () => {
    const detailOf = async (headers: Record<string, string>) => {
      const answer = await ask("GET /api/field/state", headers);
      expect(answer.status).toBe(401);
      return JSON.stringify(await answer.json());
    };

    expect(await detailOf(bearer(expired))).toContain("expired");
    expect(await detailOf(cookie(expired))).toContain("expired");
    expect(await detailOf(bearer(revoked))).toContain("withdrawn");
    expect(await detailOf(bearer(makeToken()))).toContain("missing or wrong");
    expect(await detailOf({})).toContain("missing or wrong");
  });

  it("goes by the bearer where there is a cookie, too", async () => {
    const headers = { ...bearer(tokens.searcher), ...cookie(station.token) };

    expect((await ask("GET /api/state", headers)).status).toBe(403);
  });

  it("is told to whoever has a token", async () => {
    const answer = await ask("GET /api/me", bearer(tokens.leader));

    expect(await answer.json()).toEqual({ role: "leader", teamId: "team-1" });
    expect(await (await ask("GET /api/me", station.headers)).json()).toEqual({ role: "coordinator" });
  });
});

describe("a link to the whole map", () => {
  it.each(["pilot", "leader", "observer"] as const)("of a %s is exchanged for a cookie that works", async (person) => {
    const signedIn = await fetch(`${station.origin}/?token=${tokens[person]}`, { redirect: "manual" });

    expect(signedIn.status).toBe(303);
    const value = (signedIn.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    expect((await fetch(`${station.origin}/api/state`, { headers: { cookie: value } })).status).toBe(200);
  });

  it("of a searcher leads to the phone page, with the secret behind the #, and sets no cookie", async () => {
    const answer = await fetch(`${station.origin}/?token=${tokens.searcher}`, { redirect: "manual" });

    expect(answer.headers.get("location")).toBe(`/f/#${tokens.searcher}`);
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  it("that was withdrawn says so to people, in both languages", async () => {
    const answer = await fetch(`${station.origin}/?token=${revoked}`, { headers: { accept: "text/html" } });
    const page = await answer.text();

    expect(answer.status).toBe(401);
    expect(page).toContain("This link was withdrawn.");
    expect(page).toContain("该链接已被撤销。");
  });
});

const open = (path: string, token: string) => {
  const socket = new WebSocket(`ws://127.0.0.1:${station.server.port}${path}`, { headers: bearer(token) });
  const opened = new Promise<number>((resolve) => {
    socket.on("open", () => resolve(101));
    socket.on("unexpected-response", (_request, answer) => resolve(answer.statusCode ?? 0));
    socket.on("error", () => {});
  });
  const closed = new Promise<number>((resolve) => socket.on("close", (code) => resolve(code)));
  return { socket, opened, closed };
};

describe("the streams", () => {
  it.each(persons)("open for who may see everything, and only for them: %s", async (person) => {
    for (const path of ["/api/stream", "/api/feeds/x/video"]) {
      const { socket, opened } = open(path, tokens[person]);
      const may = mayUse("GET /api/state").includes(person);
      expect(await opened, `${person}: ${path}`).toBe(may ? 101 : 403);
      socket.terminate();
    }
  });

  it("close when the link is withdrawn, and others stay", async () => {
    const gone = open("/api/stream", tokens.pilot);
    const stays = open("/api/stream", tokens.observer);
    await Promise.all([gone.opened, stays.opened]);

    revokedLate.add(people.pilot.inviteId);
    for (const listener of listeners) listener();

    expect(await gone.closed).toBe(1008);
    expect(stays.socket.readyState).toBe(WebSocket.OPEN);
    expect((await ask("GET /api/state", bearer(tokens.pilot))).status).toBe(401);
    stays.socket.terminate();
    revokedLate.clear();
  });

  it("close when the link gives other rights now: who flew and only looks on must not go on steering", async () => {
    const { socket, opened, closed } = open("/api/stream", tokens.pilot);
    await opened;

    for (const listener of listeners) listener();
    expect(socket.readyState).toBe(WebSocket.OPEN);
    changed.set(people.pilot.inviteId, { role: "searcher", inviteId: people.pilot.inviteId });
    for (const listener of listeners) listener();

    expect(await closed).toBe(1008);
    changed.clear();
  });

  it("hear no stick of who only looks on", async () => {
    const steered: unknown[] = [];
    const own = await serveState({
      invites: station.service.invites,
      steer: (request) => steered.push(request),
    });
    const stick = JSON.stringify({ kind: "vehicle.steer", vehicleId: "1", forward: 1, right: 0, up: 0, turn: 0 });
    for (const person of ["observer", "leader", "pilot"] as const) {
      const socket = new WebSocket(`ws://127.0.0.1:${own.server.port}/api/stream`, { headers: bearer(tokens[person]) });
      await new Promise((resolve) => socket.on("open", resolve));
      // An answer to a ping comes after what was said before it was heard.
      socket.send(stick);
      const heard = new Promise((resolve) => socket.on("pong", resolve));
      socket.ping();
      await heard;
      socket.terminate();
    }

    expect(steered).toHaveLength(1);
    await own.server.close();
  });
});

describe("the rate of one link", () => {
  it("is limited on the phone's side, and says when to come again", async () => {
    const statuses: number[] = [];
    let wait: string | null = null;
    for (let i = 0; i < 600 && wait === null; i += 1) {
      const answer = await ask("GET /api/field/state", bearer(tokens.witness));
      statuses.push(answer.status);
      wait ??= answer.headers.get("retry-after");
    }

    expect(statuses[0]).toBe(200);
    expect(statuses).toContain(429);
    expect(Number(wait)).toBeGreaterThan(0);
    expect((await ask("GET /api/field/state", bearer(tokens.leader))).status).toBe(200);
  });
});
