import { searchLayers } from "../../../shared/wire/search-answers.ts";
import { exportFormats } from "../archive/desk/mission-files.ts";
import { binary, get, idParameter, json, noToken, query, ref, text } from "./openapi-parts.ts";

const refusal = (description: string) => json(ref("RequestResult"), description);
const inPath = (name: string, schema: unknown = text) => ({ name, in: "path", required: true, schema });
const number = { type: "number" };
const integer = { type: "integer", minimum: 0 };
const log = query("log", integer, "Which of the mission's logs, 0 if absent", false);
const version = query("v", integer, "Which version of it", false);
const position = "ms since the mission's beginning";

/** Missions that were recorded or brought in; see `archive-routes.ts`. "now" names the one that is being recorded. */
export const archivePaths = {
  "/api/archive": get("All missions, newest first", json(ref("ArchiveList"), "The list")),
  "/api/archive/{id}": get(
    "A mission with its timeline, notes, logs and recorded pictures",
    json(ref("MissionDetails"), "The mission"),
    idParameter,
  ),
  "/api/archive/{id}/stream": get(
    "A WebSocket with a player of one's own: the live stream's snapshots and deltas as they were at the player's instant, and where the player is. A client says `PlayerCommand`s on it",
    json({ oneOf: [ref("StreamMessage"), ref("PlayerMessage")] }, "Each text message"),
    [...idParameter, query("at", number, `Where to begin, ${position}`, false)],
  ),
  "/api/archive/{id}/plot": get(
    "A field over time: least and greatest value in each of some equal steps",
    json(ref("PlotAnswer"), "The series"),
    [
      ...idParameter,
      log,
      query("field", text, "STREAM.FIELD, as the mission's logs name them"),
      query("from", number, position),
      query("to", number, position),
      query("width", integer, "How many steps, about", false),
    ],
  ),
  "/api/archive/{id}/messages": get(
    "Messages about an instant, oldest first",
    json(ref("MessagesAnswer"), "The messages"),
    [
      ...idParameter,
      log,
      query("at", number, position),
      query("count", integer, "How many at most", false),
      query("direction", { enum: ["back", "on"] }, "Before the instant or after it", false),
      query("streams", text, "Only of these streams, comma-separated", false),
      query("text", text, "Only with these words", false),
    ],
  ),
  "/api/archive/{id}/feeds/{feedId}/pieces": get(
    "What a feed's video socket sent from the last whole picture before an instant on: each piece with its length (uint32, little-endian) and a byte before it: 0 text, 1 a binary video message",
    binary("application/octet-stream", "The pieces"),
    [
      ...idParameter,
      inPath("feedId"),
      query("from", number, position),
      query("to", number, `${position}; a minute later at most`),
      query("every", number, "Whole pictures alone, so far apart at least, ms", false),
    ],
  ),
  "/api/archive/{id}/search/tiles/{layer}/{z}/{x}/{y}.png": get(
    "A tile of the probability map in a version of it; 204 where nothing was drawn",
    binary("image/png", "256 px, EPSG:3857"),
    [
      ...idParameter,
      inPath("layer", { enum: searchLayers }),
      ...["z", "x", "y"].map((name) => inPath(name, integer)),
      version,
    ],
  ),
  "/api/archive/{id}/search/at": get(
    "What lay at a place of the probability map in a version of it",
    json(ref("SearchAt"), "What was there"),
    [...idParameter, query("lat", number, "Degrees"), query("lon", number, "Degrees"), version],
  ),
  "/api/archive/{id}/heat/{heatId}/thumbnail": get("A heat source's picture", binary("image/png", "The picture"), [
    ...idParameter,
    inPath("heatId"),
    version,
  ]),
  "/api/archive/{id}/heat/{heatId}/crops/{vehicleId}": get(
    "A heat source's picture by one vehicle",
    binary("image/png", "The picture"),
    [...idParameter, inPath("heatId"), inPath("vehicleId"), version],
  ),
  "/api/archive/{id}/files/{fileId}": get("A photo of the incident", binary("image/jpeg", "The photo"), [
    ...idParameter,
    inPath("fileId"),
  ]),
  "/api/archive/{id}/files/{fileId}/preview": get("The same", binary("image/jpeg", "The photo"), [
    ...idParameter,
    inPath("fileId"),
  ]),
  "/api/archive/import": {
    post: {
      summary:
        "Brings in a .lantern file, a telemetry log (.tlog, raw MAVLink, DataFlash .bin, .ulg) or a video, told apart by what is in it",
      parameters: [
        query("name", text, "What the file is called"),
        query("into", text, "A mission that it belongs to; a new one if absent", false),
        query("startUtcMs", number, "When a video begins, where that is known", false),
      ],
      requestBody: { required: true, content: { "application/octet-stream": {} } },
      responses: {
        200: json(
          { type: "object", required: ["ok", "missionId"], properties: { ok: { const: true }, missionId: text } },
          "It is in the archive",
        ),
        400: refusal("It is none of these (bad-file)"),
        401: noToken,
        404: refusal("There is no such mission"),
        409: refusal("Not possible now; the detail says what to do"),
      },
    },
  },
  "/api/archive/{id}/export/{format}": get(
    "The mission as a file: all of it (lantern), its telemetry, where everybody went, or its messages",
    binary("application/octet-stream", "The file"),
    [
      ...idParameter,
      inPath("format", { enum: exportFormats }),
      query("anonymise", { enum: ["0", "1"] }, "Positions moved, names and photos left out", false),
      query("message", text, "CSV of one kind of message", false),
    ],
  ),
  "/api/archive/{id}/verify": {
    post: {
      summary: "Checks every frame's checksum and the chains of hashes of what was recorded",
      parameters: idParameter,
      responses: {
        200: json(ref("VerifyAnswer"), "What was found"),
        401: noToken,
        404: refusal("There is no such mission"),
      },
    },
  },
};
