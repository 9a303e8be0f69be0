import { z } from "zod";
import { PlayerCommand } from "../../../shared/wire/archive.ts";
import {
  ArchiveListSchema,
  MessagesAnswerSchema,
  MissionDetailsSchema,
  PlayerMessageSchema,
  PlotAnswerSchema,
  VerifyAnswerSchema,
} from "../../../shared/wire/archive-schemas.ts";
import { FeedLookSchema, FeedMessageSchema, FeedViewSchema } from "../../../shared/wire/feeds.ts";
import {
  FieldStateSchema,
  FileAnswerSchema,
  MeSchema,
  OutboxAnswerSchema,
  OutboxSchema,
} from "../../../shared/wire/field.ts";
import { ParameterDiffSchema, ParameterListSchema } from "../../../shared/wire/parameters.ts";
import { planFormats } from "../../../shared/wire/plans.ts";
import { Request } from "../../../shared/wire/requests.ts";
import {
  AlertSchema,
  ClockSchema,
  DeltaSchema,
  HeatSourceSchema,
  LinkViewSchema,
  OrderedEventSchema,
  RequestResultSchema,
  StateSnapshotSchema,
  StationSchema,
  StreamMessageSchema,
} from "../../../shared/wire/schemas.ts";
import {
  DatasetColumnsSchema,
  DatasetImportSchema,
  SearchAtSchema,
  TracksSchema,
} from "../../../shared/wire/search-answers.ts";
import { VehicleViewSchema } from "../../../shared/wire/vehicle-schemas.ts";
import { LabelledExampleSchema } from "../examples/labelled-example.ts";
import { programVersion } from "../project.ts";
import { archivePaths } from "./openapi-archive.ts";
import { examplePaths, feedPaths, terrainPaths } from "./openapi-eyes.ts";
import { fieldPaths, incidentPaths } from "./openapi-field.ts";
import { binary, get, idParameter, json, query, ref, text } from "./openapi-parts.ts";
import { reportPaths } from "./openapi-reports.ts";
import { searchPaths } from "./openapi-search.ts";
import { requestExamples } from "./request-examples.ts";

const named = {
  Request,
  RequestResult: RequestResultSchema,
  StateSnapshot: StateSnapshotSchema,
  StreamMessage: StreamMessageSchema,
  Delta: DeltaSchema,
  OrderedEvent: OrderedEventSchema,
  Station: StationSchema,
  Clock: ClockSchema,
  Vehicle: VehicleViewSchema,
  HeatSource: HeatSourceSchema,
  Link: LinkViewSchema,
  Alert: AlertSchema,
  ParameterList: ParameterListSchema,
  ParameterDiff: ParameterDiffSchema,
  Feed: FeedViewSchema,
  FeedLook: FeedLookSchema,
  FeedMessage: FeedMessageSchema,
  LabelledExample: LabelledExampleSchema,
  SearchAt: SearchAtSchema,
  DatasetColumns: DatasetColumnsSchema,
  DatasetImport: DatasetImportSchema,
  Tracks: TracksSchema,
  Me: MeSchema,
  FieldState: FieldStateSchema,
  Outbox: OutboxSchema,
  OutboxAnswer: OutboxAnswerSchema,
  FileAnswer: FileAnswerSchema,
  ArchiveList: ArchiveListSchema,
  MissionDetails: MissionDetailsSchema,
  PlotAnswer: PlotAnswerSchema,
  MessagesAnswer: MessagesAnswerSchema,
  VerifyAnswer: VerifyAnswerSchema,
  PlayerCommand,
  PlayerMessage: PlayerMessageSchema,
};

const components = () => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, io: "input" });
  // Inside an OpenAPI document their place names them.
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _place, ...schema }]) => [id, schema]),
  );
};

const fileTypes = Object.fromEntries(
  ["application/json", "text/plain", "application/vnd.google-earth.kml+xml", "application/gpx+xml"].map((type) => [
    type,
    {},
  ]),
);

/** Plans as files; see `plan-routes.ts`. */
const planPaths = {
  "/api/plans/import": {
    post: {
      summary: "Makes a plan of a .plan, .waypoints, .kml, .kmz, .gpx or .geojson file (10 MB at most)",
      parameters: [
        query("name", text, "What the file is called"),
        query("vehicleId", text, "For which vehicle"),
        query("operatorName", text, "Who opens it", false),
      ],
      requestBody: { required: true, content: { "application/octet-stream": {} } },
      responses: {
        200: json(
          {
            type: "object",
            required: ["ok", "planId", "revision", "notes"],
            properties: {
              ok: { const: true },
              planId: text,
              revision: { type: "integer" },
              notes: { type: "array", items: { type: "object", description: "What was left out" } },
            },
          },
          "The plan",
        ),
        400: json(ref("RequestResult"), "It is no plan (bad-file)"),
        401: { description: "No token, or a wrong one" },
        404: json(ref("RequestResult"), "There is no such vehicle"),
        413: json(ref("RequestResult"), "It is too large (file-too-large)"),
      },
    },
  },
  "/api/plans/{id}/file": {
    get: {
      summary: "A plan as a file; X-Plan-Notes says what the format has no room for (JSON, percent-encoded)",
      parameters: [
        { name: "id", in: "path", required: true, schema: text },
        query("format", { enum: planFormats }, "Which kind of file"),
      ],
      responses: {
        200: { description: "The file", content: fileTypes },
        401: { description: "No token, or a wrong one" },
        404: json(ref("RequestResult"), "There is no such plan"),
        409: json(ref("RequestResult"), "It can't be written as items of a mission (plan-invalid)"),
      },
    },
  },
};

/** The API as OpenAPI 3.1, made from the very schemas that check the requests. */
export const openApiDocument = (): Record<string, unknown> => ({
  openapi: "3.1.0",
  info: {
    title: "Lantern station",
    version: programVersion(),
    description: "State out, requests in. Every request needs the token that the station printed.",
  },
  security: [{ bearer: [] }],
  paths: {
    "/api/state": get("All that the station knows now", json(ref("StateSnapshot"), "The state")),
    "/api/requests": {
      post: {
        summary: "Asks the station to do one thing; what is answered with ok is durable",
        requestBody: {
          required: true,
          content: { "application/json": { schema: ref("Request"), examples: requestExamples() } },
        },
        responses: {
          200: json(ref("RequestResult"), "Done"),
          400: json(ref("RequestResult"), "The request is wrong; the detail names the field"),
          401: { description: "No token, or a wrong one" },
          404: json(ref("RequestResult"), "There is no such heat source, alert, link, vehicle, plan or operation"),
          409: json(ref("RequestResult"), "Not possible now; the detail says what to do"),
        },
      },
    },
    "/api/stream": get(
      "A WebSocket: a snapshot, then deltas (at most 20 a second) and ordered events. A client may say `vehicle.steer` requests on it, 20 times a second, and nothing else",
      json(ref("StreamMessage"), "Each text message"),
      [
        {
          name: "after",
          in: "query",
          schema: { type: "integer", minimum: 0 },
          description: "Number of the last event seen",
        },
        {
          name: "operator",
          in: "query",
          schema: { type: "string", maxLength: 64 },
          description: "Who works at this screen: while it is connected, what they hold can't be taken from them",
        },
        { name: "name", in: "query", schema: { type: "string", maxLength: 80 }, description: "Their name" },
        {
          name: "numbering",
          in: "query",
          schema: { type: "string" },
          description:
            "The snapshot's `numbering` that this number is of; where the station counts anew, it sends a reset",
        },
      ],
    ),
    ...terrainPaths,
    ...feedPaths,
    ...examplePaths,
    "/api/vehicles/{id}/parameters": get(
      "A vehicle's parameters as far as they were told, by name, with what is known of each",
      json(ref("ParameterList"), "The parameters"),
      idParameter,
    ),
    "/api/vehicles/{id}/parameters.params": get(
      "The same as a file that QGroundControl reads",
      binary("text/plain", "Tabs: vehicle, component, name, value, type"),
      idParameter,
    ),
    "/api/vehicles/{id}/parameters/diff": {
      post: {
        summary: "How a file of parameters (QGroundControl's or NAME,VALUE lines; 1 MB) differs from the vehicle",
        parameters: idParameter,
        requestBody: {
          required: true,
          content: { "text/plain": { schema: { type: "string" }, example: "RTL_ALT,3500\nWPNAV_SPEED,600\n" } },
        },
        responses: {
          200: json(ref("ParameterDiff"), "The difference"),
          400: { description: "There is no parameter in it (bad-file)" },
          401: { description: "No token, or a wrong one" },
          404: { description: "There is no such vehicle" },
          413: { description: "Over 1 MB (file-too-large)" },
        },
      },
    },
    ...planPaths,
    ...fieldPaths,
    ...searchPaths,
    ...incidentPaths,
    ...reportPaths,
    ...archivePaths,
  },
  components: { schemas: components(), securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
});
