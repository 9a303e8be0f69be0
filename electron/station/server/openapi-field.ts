import { outboxExample } from "./field-examples.ts";
import { binary, get, idParameter, json, noToken, query, ref, text } from "./openapi-parts.ts";

const refusal = (description: string) => json(ref("RequestResult"), description);
const withRole = (described: ReturnType<typeof get>) => ({
  get: { ...described.get, responses: { ...described.get.responses, 403: refusal("Not for this role (not-allowed)") } },
});

const photoBody = {
  required: true,
  content: { "image/jpeg": {}, "image/png": {}, "image/webp": {}, "image/avif": {} },
};
const photoAnswers = {
  200: json(ref("FileAnswer"), "It is kept; sent again under its id it is kept once"),
  400: refusal("It is no picture (bad-file)"),
  401: noToken,
  403: refusal("A link that only tells a place"),
  409: refusal("Another file has this id"),
  413: refusal("Over 15 MB, or more pixels than any camera has (file-too-large)"),
  503: refusal("Not possible now (others are being read, the disk is full): send it again"),
};
const photoParameters = [
  query("name", text, "What it is called"),
  query("id", { type: "string", pattern: "^[A-Za-z0-9_-]{8,64}$" }, "The id that clues name it by", false),
];
const postPhoto = { summary: "Keeps a photo (15 MB at most) and makes a preview of 1600 px", requestBody: photoBody };
const picture = (which: string) => withRole(get(which, binary("image/*", "The picture"), idParameter));

/** What phones ask and tell; see `field-routes.ts`. A token is an invitation's, or the station's own. */
export const fieldPaths = {
  "/api/me": get("Who this token's owner is", json(ref("Me"), "Role, team and person")),
  "/api/field/state": get(
    "What concerns this link: jobs, clues near, messages, the missing person. `since` or If-None-Match with the ETag: 304 where nothing changed. X-Utc-Ms is the station's clock",
    json(ref("FieldState"), "The state"),
    [query("since", text, "ETag of the state that is known", false)],
  ),
  "/api/field/outbox": {
    post: {
      summary:
        "Tells what happened since the last time. Items are done once however often they come; their times are put right by how long before sending the phone says they were",
      requestBody: {
        required: true,
        content: { "application/json": { schema: ref("Outbox"), example: outboxExample } },
      },
      responses: {
        200: json(ref("OutboxAnswer"), "How each item fared; what was refused is not to be sent again"),
        400: refusal("The batch is wrong; the detail names the field"),
        401: noToken,
        429: { description: "Too often; Retry-After says when again" },
      },
    },
  },
  "/api/field/map": get("The offline base map without its heights", json({ type: "object" }, "BaseMap")),
  "/api/field/files": { post: { ...postPhoto, parameters: photoParameters, responses: photoAnswers } },
  "/api/field/files/{id}": get(
    "A photo that this link's state names",
    binary("image/*", "As it was sent"),
    idParameter,
  ),
  "/api/field/files/{id}/preview": get("The same, small", binary("image/*", "1600 px at most"), idParameter),
  "/api/files": { post: { ...postPhoto, parameters: photoParameters, responses: photoAnswers } },
  "/api/files/{id}": picture("A photo of the incident as it was sent"),
  "/api/files/{id}/preview": picture("The same, small: 1600 px at most, upright, without the camera's notes"),
};

/** Logs of incidents; see `incident-routes.ts`. */
export const incidentPaths = {
  "/api/incidents": get(
    "All incidents of this record",
    json({ type: "array", items: { type: "object" } }, "The oldest first"),
  ),
  "/api/incidents/{id}/tracks": withRole(
    get(
      "Where everybody went, vehicles too; of a long way the newest points",
      json(ref("Tracks"), "Ways"),
      idParameter,
    ),
  ),
  "/api/incidents/{id}/log.jsonl": withRole(
    get("An incident's log, one event a line", binary("application/x-ndjson", "JSON lines"), idParameter),
  ),
  "/api/incidents/import": {
    post: {
      summary: "Merges a log that another station wrote (64 MB at most); what is known already changes nothing",
      requestBody: { required: true, content: { "application/x-ndjson": {} } },
      responses: {
        200: json(
          { type: "object" },
          "Which incidents, how many events were new, and which fields are in conflict now",
        ),
        400: refusal("A line is no event (bad-file); nothing was taken over"),
        401: noToken,
        403: refusal("Not for this role (not-allowed)"),
        409: refusal("Not possible now; the detail says what to do"),
        413: refusal("It is too large (file-too-large)"),
      },
    },
  },
};
