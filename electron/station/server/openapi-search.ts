import { searchLayers } from "../../../shared/wire/search-answers.ts";
import { binary, get, idParameter, json, noToken, query, ref, text } from "./openapi-parts.ts";

const refusal = (description: string) => json(ref("RequestResult"), description);
const inPath = (name: string, schema: unknown) => ({ name, in: "path", required: true, schema });
const integer = { type: "integer", minimum: 0 };
const degrees = (most: number) => ({ type: "number", minimum: -most, maximum: most });

const tile = get(
  "The probability map as tiles of 256 px (EPSG:3857); 204 where nothing is to be drawn",
  binary(
    "image/png",
    "The belief after all searching (poa), searched ground as hatching (pod), or the belief before (prior)",
  ),
  [
    inPath("layer", { enum: searchLayers }),
    ...["z", "x", "y"].map((name) => inPath(name, integer)),
    query("v", integer, "The view's version: a tile that is asked for with it may be kept", false),
  ],
);

/** The live search; see `search-routes.ts`. */
export const searchPaths = {
  "/api/search/tiles/{layer}/{z}/{x}/{y}.png": tile,
  "/api/search/at": get("What lies at a place of the probability map", json(ref("SearchAt"), "What is there"), [
    query("lat", degrees(90), "Degrees, WGS-84"),
    query("lon", degrees(180), "Degrees, WGS-84"),
  ]),
  "/api/datasets/{id}.json": get("A dataset's rows", json(ref("DatasetColumns"), "As columns"), idParameter),
  "/api/datasets": {
    post: {
      summary: "Brings passages or sensors as CSV with a heading (64 MB at most), in UTF-8 or GB 18030",
      parameters: [
        query("name", text, "What it is called"),
        query("nature", { enum: ["passages", "sensors"] }, "Passages have a time, sensors stay where they are"),
        query("operatorName", text, "Who brings it", false),
      ],
      requestBody: { required: true, content: { "text/csv": {} } },
      responses: {
        200: json(ref("DatasetImport"), "Kept; the lines that could not be read are named"),
        400: refusal("It is no dataset (bad-file)"),
        401: noToken,
        409: refusal("Not possible now; the detail says what to do"),
        413: refusal("It is too large (file-too-large)"),
      },
    },
  },
};
