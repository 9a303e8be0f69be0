import { binary, get, idParameter, json, noToken, query, ref, text } from "./openapi-parts.ts";

const png = binary("image/png", "PNG");
const refusal = (description: string) => json(ref("RequestResult"), description);
const fraction = { type: "number", minimum: 0, maximum: 1 };

/** The ground; see `terrain-routes.ts`. */
export const terrainPaths = {
  "/api/terrain": get("The offline base map", json({ type: "object" }, "BaseMap")),
  "/api/terrain/heights": get(
    "Its heights, m above mean sea level: little-endian float32, row 0 in the south",
    binary("application/octet-stream", "Heights"),
  ),
  "/api/terrain/files": {
    post: {
      summary: "Loads a height model, GeoTIFF or HGT (200 MB at most); it stays loaded after a restart",
      parameters: [query("name", text, "What the file is called: N30E120.hgt says with it where it is")],
      requestBody: { required: true, content: { "application/octet-stream": {} } },
      responses: {
        200: refusal("It is used from now on"),
        400: refusal("It is no height model (bad-file)"),
        401: noToken,
        409: refusal("Not possible now; the detail says what to do"),
        413: refusal("It is too large (file-too-large)"),
      },
    },
  },
};

/** What cameras show; see `feed-routes.ts` and `video-route.ts`. */
export const feedPaths = {
  "/api/feeds/{id}/video": get(
    "A WebSocket: what follows and what was found as text messages, pictures as binary ones (a header of 16 bytes: kind, sequence, capture time; then H.264 in Annex B or a JPEG)",
    json(ref("FeedMessage"), "Each text message"),
    [...idParameter, query("delivery", { enum: ["jpeg"] }, "For a screen that can't decode the stream", false)],
  ),
  "/api/feeds/{id}/look": get(
    "What lies at a place of the newest picture: its temperature, and where it is on the ground",
    json(ref("FeedLook"), "What is there"),
    [...idParameter, query("x", fraction, "From the left"), query("y", fraction, "From the top")],
  ),
  "/api/feeds/{id}/picture.png": get(
    "Newest picture of a feed, grey; X-Thermal-Low-K and X-Thermal-High-K say what black and white mean, K",
    png,
    idParameter,
  ),
  "/api/heat/{id}/thumbnail": get("Best picture of a heat source", png, idParameter),
  "/api/heat/{id}/crops/{vehicleId}": get("Best picture of a heat source by one vehicle", png, [
    ...idParameter,
    { name: "vehicleId", in: "path", required: true, schema: text },
    query("v", { type: "integer" }, "Its version, so that a browser keeps it no longer than it is the best", false),
  ]),
  "/api/vehicles/{id}/thermal.png": get(
    "Newest thermal picture of a vehicle, grey; X-Thermal-Low-K and X-Thermal-High-K say what black and white mean, K",
    png,
    idParameter,
  ),
};

/** What people decided, as pictures to learn from; see `example-routes.ts`. */
export const examplePaths = {
  "/api/examples": get(
    "Pictures with what people said is in them: confirmed, dismissed and missed",
    json({ type: "array", items: ref("LabelledExample") }, "The newest last"),
  ),
  "/api/examples.zip": get(
    "The same as pictures with annotations in COCO's form",
    binary("application/zip", "A zip with README.md, annotations.json and images/"),
  ),
};
