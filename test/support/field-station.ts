import type { RequestResult } from "../../shared/wire/requests.ts";
import { type LiveStation, liveStation } from "./live-station.ts";

/** What the answer of a request must have, or the test ends with what it said. */
const mustBeOk = <T extends RequestResult>(result: T): T & { readonly ok: true } => {
  if (!result.ok) throw new Error(`${result.fault.code}: ${result.fault.detail}`);
  return result as T & { readonly ok: true };
};

/** Somebody with a link. */
export interface Linked {
  readonly url: string;
  readonly token: string;
  readonly inviteId: string;
  /** As this link; the body as JSON where there is one. */
  fetch(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

export interface FieldStation {
  readonly live: LiveStation;
  invite(more: Partial<Parameters<LiveStation["request"]>[0] & { kind: "incident.invite" }>): Promise<Linked>;
  close(): Promise<void>;
}

export const searchPlace = { latDeg: 30.87, lonDeg: 120.433 };

const square = (latDeg: number, lonDeg: number) => [
  { latDeg, lonDeg },
  { latDeg: latDeg + 0.002, lonDeg },
  { latDeg: latDeg + 0.002, lonDeg: lonDeg + 0.002 },
  { latDeg, lonDeg: lonDeg + 0.002 },
];

/** A station that leads a search: two teams with a job each, a roster, messages and clues near and far. */
export const fieldStation = async (options: Parameters<typeof liveStation>[0] = {}): Promise<FieldStation> => {
  const live = await liveStation(options);
  const ask = async (request: Parameters<LiveStation["request"]>[0]) => mustBeOk(await live.request(request));
  await ask({
    kind: "incident.open",
    incident: {
      name: "Linghu, 3 November",
      nature: "lost",
      safety: "Ditches",
      radio: "409.75 MHz",
      reporter: { name: "Shen Fang", phone: "139-0000-0000", relation: "daughter" },
    },
    subject: {
      name: "Shen Amei",
      age: 90,
      sex: "female",
      clothing: "dark blue coat",
      health: "insulin at eight",
      phone: "138-0000-0000",
      photos: ["subject-photo"],
      lastSeen: { place: searchPlace, utcMs: Date.now() - 7_200_000, kind: "PLS" },
    },
  });
  const put = (
    thing: "team" | "person" | "segment" | "clue" | "message",
    thingId: string,
    fields: Record<string, unknown>,
  ) => ask({ kind: "incident.put", thing, thingId, fields });
  await put("team", "team-1", { name: "Linghu 1", mode: "foot", state: "ready" });
  await put("team", "team-2", { name: "Linghu 2", mode: "foot", state: "ready" });
  await put("person", "p-1", { name: "Wang Qiang", teamId: "team-1", role: "searcher", phone: "137-0000-0000" });
  await put("person", "p-2", { name: "Li Na", teamId: "team-1", role: "leader" });
  await put("segment", "s-1", { name: "AA", ring: square(30.87, 120.433) });
  await put("segment", "s-2", { name: "AB", ring: square(30.9, 120.5) });
  for (const [team, segment] of [
    ["team-1", "s-1"],
    ["team-2", "s-2"],
  ] as const)
    await ask({
      kind: "incident.put",
      thing: "assignment",
      thingId: `job-${team}`,
      fields: { to: { kind: "team", id: team }, task: "search", segmentIds: [segment], text: `Search ${segment}` },
    });
  await put("clue", "clue-near", { nature: "object", text: "A shoe", place: searchPlace, photos: ["clue-photo"] });
  await put("clue", "clue-far", {
    nature: "witness",
    text: "Seen at the far lake",
    place: { latDeg: 30.95, lonDeg: 120.6 },
  });
  await put("message", "m-all", { text: "Rain from ten", nature: "chat" });
  await put("message", "m-1", { text: "Report every half hour", nature: "order", teamIds: ["team-1"], needsAck: true });
  await put("message", "m-2", { text: "Only for team 2", nature: "order", teamIds: ["team-2"] });
  await put("message", "m-radio", { text: "Heard on channel 2", nature: "radio" });
  return {
    live,
    invite: async (more) => {
      const { url = "", thingId = "" } = await ask({
        kind: "incident.invite",
        purpose: "join",
        name: "Wang Qiang",
        ...more,
      });
      const token = url.split(/#|token=/)[1] ?? "";
      return {
        url,
        token,
        inviteId: thingId,
        fetch: (path, body, headers = {}) =>
          fetch(live.origin + path, {
            headers: {
              authorization: `Bearer ${token}`,
              ...(body === undefined || body instanceof Uint8Array ? {} : { "content-type": "application/json" }),
              ...headers,
            },
            ...(body === undefined
              ? {}
              : { method: "POST", body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
            redirect: "manual",
          }),
      };
    },
    close: () => live.close(),
  };
};
