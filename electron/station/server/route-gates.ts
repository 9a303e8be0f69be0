import { maySee } from "../../../shared/incident/may-ask.ts";
import type { Principal, Role } from "../../../shared/incident/roles.ts";

/**
 * Who may use a route. "open": anybody, without a token: nothing secret is there. "me": whoever has any token. "phone": who
 * joined, and links that only tell a place (the field API itself keeps those apart). "see": who may know everything.
 * "fly": who handles vehicles. "command": who runs the search.
 */
export type Gate = "open" | "me" | "phone" | "see" | "fly" | "command";

const mayPass: Readonly<Record<"fly" | "command", ReadonlySet<Role>>> = {
  fly: new Set(["coordinator", "pilot"]),
  command: new Set(["coordinator"]),
};

/** Every route of the server. One that isn't named here is the coordinator's alone, and a test names it. */
const gates: Readonly<Record<string, Gate>> = {
  "GET /*": "see",
  "GET /f": "open",
  "GET /f/*": "open",
  "GET /api/me": "me",
  "GET /api/state": "see",
  "POST /api/requests": "see",
  "GET /api/openapi.json": "see",
  "GET /api/terrain": "see",
  "GET /api/terrain/heights": "see",
  "POST /api/terrain/files": "fly",
  "GET /api/feeds/:id/look": "see",
  "GET /api/feeds/:id/picture.png": "see",
  "GET /api/vehicles/:id/thermal.png": "see",
  "GET /api/heat/:id/thumbnail": "see",
  "GET /api/heat/:id/crops/:vehicleId": "see",
  "GET /api/examples": "see",
  "GET /api/examples.zip": "fly",
  "GET /api/vehicles/:id/parameters": "see",
  "GET /api/vehicles/:id/parameters.params": "see",
  "POST /api/vehicles/:id/parameters/diff": "see",
  "POST /api/plans/import": "fly",
  "GET /api/plans/:id/file": "see",
  "GET /api/field/state": "phone",
  "POST /api/field/outbox": "phone",
  "GET /api/field/map": "phone",
  "POST /api/field/files": "phone",
  "GET /api/field/files/:id": "phone",
  "GET /api/field/files/:id/preview": "phone",
  "GET /api/files/:id": "see",
  "GET /api/files/:id/preview": "see",
  "POST /api/files": "see",
  "GET /api/search/tiles/:layer/:z/:x/:y.png": "see",
  "GET /api/search/at": "see",
  "GET /api/datasets/:id.json": "see",
  "POST /api/datasets": "command",
  "GET /api/incidents": "see",
  "GET /api/incidents/:id/log.jsonl": "see",
  "GET /api/incidents/:id/tracks": "see",
  "POST /api/incidents/import": "command",
  "GET /api/archive": "see",
  "GET /api/archive/:id": "see",
  "GET /api/archive/:id/plot": "see",
  "GET /api/archive/:id/messages": "see",
  "GET /api/archive/:id/feeds/:feedId/pieces": "see",
  "GET /api/archive/:id/search/tiles/:layer/:z/:x/:y.png": "see",
  "GET /api/archive/:id/search/at": "see",
  "GET /api/archive/:id/heat/:heatId/thumbnail": "see",
  "GET /api/archive/:id/heat/:heatId/crops/:vehicleId": "see",
  "GET /api/archive/:id/files/:fileId": "see",
  "GET /api/archive/:id/files/:fileId/preview": "see",
  "POST /api/archive/import": "fly",
  "GET /api/archive/:id/export/:format": "see",
  "POST /api/archive/:id/verify": "see",
  "GET /api/incidents/:id/report.html": "see",
  "GET /api/incidents/:id/report.pdf": "see",
  "GET /api/incidents/:id/forms/:file": "see",
  "GET /api/incidents/:id/export.geojson": "see",
  "GET /api/incidents/:id/export.kml": "see",
  "GET /api/incidents/:id/export.gpx": "see",
  "GET /api/incidents/:id/export.csv": "see",
};

/** @returns undefined for a route that nobody thought of */
export const namedGate = (method: string, url: string): Gate | undefined => {
  // Whatever the method: there is nothing at these addresses, and only who may see is told so.
  if (url === "/api/*") return "see";
  return gates[`${method === "HEAD" ? "GET" : method} ${url}`];
};

/** @param url the route's pattern; undefined where no route fits */
export const gateOf = (method: string, url: string | undefined): Gate =>
  url === undefined ? "see" : (namedGate(method, url) ?? "command");

/** Whether somebody who showed a token may pass. */
export const passes = (gate: Gate, principal: Principal): boolean => {
  if (gate === "open" || gate === "me" || gate === "phone") return true;
  if (gate === "see") return maySee(principal);
  return principal.locateOnly !== true && mayPass[gate].has(principal.role);
};
