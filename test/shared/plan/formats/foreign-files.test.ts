import { describe, expect, it } from "vitest";
import { codes, open, openPlan } from "./plan-files.ts";

const simple = (command: number, params: readonly (number | null)[], more: object = {}) => ({
  ...{ AMSLAltAboveTerrain: null, Altitude: params[6], AltitudeMode: 1, autoContinue: true, command, frame: 3 },
  ...{ params, type: "SimpleItem" },
  ...more,
});
const at = (latDeg: number, lonDeg: number, altM: number, p1 = 0) => [p1, 0, 0, null, latDeg, lonDeg, altM];

/** As QGroundControl 4.x lays a file out. */
const qgc = (items: readonly object[], more: object = {}) =>
  JSON.stringify({
    fileType: "Plan",
    geoFence: { circles: [], polygons: [], version: 2 },
    groundStation: "QGroundControl",
    mission: {
      ...{ cruiseSpeed: 15, firmwareType: 3, globalPlanAltitudeMode: 1, hoverSpeed: 6, vehicleType: 2, version: 2 },
      items,
      plannedHomePosition: [30.87, 120.433, 5.2],
    },
    rallyPoints: { points: [], version: 2 },
    version: 1,
    ...more,
  });

const survey = {
  type: "ComplexItem",
  complexItemType: "survey",
  version: 5,
  angle: 0,
  polygon: [
    [30.871, 120.433],
    [30.872, 120.433],
    [30.872, 120.434],
  ],
  TransectStyleComplexItem: {
    version: 2,
    CameraCalc: { AdjustedFootprintSide: 25, CameraName: "Sony" },
    Items: [
      simple(16, at(30.871, 120.433, 50), { doJumpId: 2 }),
      simple(206, [25, 0, 1, 0, 0, 0, 0], { frame: 2, doJumpId: 3 }),
      simple(16, at(30.872, 120.433, 50), { doJumpId: 4 }),
    ],
    VisualTransectPoints: [],
  },
};

describe("files of other programs", () => {
  it("from QGroundControl open with surveys as the path that they fly", () => {
    const text = qgc([
      simple(22, at(30.87, 120.433, 30), { doJumpId: 1 }),
      survey,
      simple(20, [0, 0, 0, 0, 0, 0, 0], { frame: 2, doJumpId: 5 }),
    ]);

    const { plan, notes } = openPlan("search.plan", text);

    expect(plan.elements.map(({ kind }) => kind)).toEqual(["take-off", "point", "other", "point", "return"]);
    expect(plan).toMatchObject({ name: "search", vehicleId: "1", altitude: { reference: "home", m: 50 }, speedMps: 6 });
    expect(plan.plannedHome).toEqual({ latDeg: 30.87, lonDeg: 120.433, altMslM: 5.2 });
    expect(notes).toEqual([{ code: "survey-rebuilt", params: { what: "survey" } }]);
  });

  it("from QGroundControl keep fences, circles and rally points", () => {
    const ring = [
      [30.86, 120.42],
      [30.88, 120.42],
      [30.88, 120.44],
    ];
    const text = qgc([], {
      geoFence: {
        ...{ version: 2, polygons: [{ inclusion: true, polygon: ring, version: 1 }] },
        circles: [{ circle: { center: [30.87, 120.433], radius: 80 }, inclusion: false, version: 1 }],
      },
      rallyPoints: { points: [[30.869, 120.432, 25]], version: 2 },
    });

    const { plan } = openPlan("a.plan", text);

    expect(plan.fences).toMatchObject([
      { shape: "polygon", inclusion: true, points: [{ latDeg: 30.86 }, { latDeg: 30.88 }, { lonDeg: 120.44 }] },
      { shape: "circle", inclusion: false, radiusM: 80, centre: { latDeg: 30.87, lonDeg: 120.433 } },
    ]);
    expect(plan.rallyPoints).toMatchObject([{ latDeg: 30.869, altitude: { reference: "home", m: 25 } }]);
  });

  it("from QGroundControl list what was left out", () => {
    const landing = { type: "ComplexItem", complexItemType: "fwLandingPattern", landCoordinate: [30, 120, 0] };
    const text = qgc(
      [
        simple(16, at(30.87, 120.433, 40)),
        landing,
        simple(16, at(30.87, 120.434, 40), { frame: 7 }),
        { type: "Dream" },
      ],
      {},
    );

    const result = openPlan("a.plan", text, { autopilot: "ardupilot", kind: "ground-robot" });

    expect(result.notes).toEqual([
      { code: "other-vehicle", params: { what: "multirotor" } },
      { code: "unsupported-item", params: { what: "fwLandingPattern" } },
      { code: "unsupported-frame", params: { what: "item 2" } },
      { code: "unsupported-item", params: { what: "complex item" } },
    ]);
    expect(result.plan.elements).toHaveLength(1);
  });

  it("from QGroundControl have heights above ground by their mode, not by the frame", () => {
    const item = simple(16, at(30.87, 120.433, 5), {
      frame: 0,
      AltitudeMode: 3,
      Altitude: 60,
      AMSLAltAboveTerrain: 65,
    });

    const { plan } = openPlan("a.plan", qgc([item]));

    expect(plan.altitude).toEqual({ reference: "ground", m: 60 });
  });

  it.each([
    ["ArduPilot", 3],
    ["PX4", 12],
  ])("from QGroundControl for %s jump to the item that they name", (_, firmwareType) => {
    const items = [
      simple(16, at(30.87, 120.433, 40), { doJumpId: 1 }),
      simple(16, at(30.88, 120.433, 40), { doJumpId: 2 }),
      simple(177, [2, 5, 0, 0, 0, 0, 0], { frame: 2, doJumpId: 3 }),
    ];
    const json = JSON.parse(qgc(items));
    json.mission.firmwareType = firmwareType;

    const { plan } = openPlan("a.plan", JSON.stringify(json));

    const [, second, loop] = plan.elements;
    expect(loop).toMatchObject({ kind: "loop", toElementId: second?.id, times: 5 });
  });

  it("from Mission Planner open as .waypoints, with CRLF and a mark before", () => {
    const text = [
      "QGC WPL 110",
      "0\t1\t0\t16\t0\t0\t0\t0\t30.8700000\t120.4330000\t5.090000\t1",
      "1\t0\t3\t22\t0.00000000\t0.00000000\t0.00000000\t0.00000000\t0.00000000\t0.00000000\t30.000000\t1",
      "2\t0\t3\t16\t2\t0\t0\t0\t30.8710000\t120.4340000\t40.000000\t1",
      "3\t0\t0\t177\t2\t-1\t0\t0\t0\t0\t0\t1",
      "",
    ].join("\r\n");

    const { plan, format } = openPlan("flight.txt", `\ufeff${text}`);

    expect(format).toBe("waypoints");
    expect(plan.elements).toMatchObject([
      { kind: "take-off", altitude: { reference: "home", m: 30 } },
      { kind: "point", delayS: 2, position: { latDeg: 30.871, lonDeg: 120.434 } },
      { kind: "loop", toElementId: plan.elements[1]?.id },
    ]);
    expect(plan.plannedHome).toEqual({ latDeg: 30.87, lonDeg: 120.433, altMslM: 5.09 });
  });

  it("from Google Earth open with lines as points and polygons as areas", () => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>
      <kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><name>Ditch &amp; bank</name>
      <Style id="s"><LineStyle><color>ff0000ff</color></LineStyle></Style>
      <NetworkLink><Link><href>http://example.org/x.kml</href></Link></NetworkLink>
      <Folder><Placemark><name>Way</name><styleUrl>#s</styleUrl><LineString><altitudeMode>relativeToGround</altitudeMode>
        <coordinates>120.433,30.87,60 120.434,30.871,60
          120.435, 30.872, 60</coordinates></LineString></Placemark>
      <Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>120.43,30.86 120.44,30.86 120.44,30.88 120.43,30.86</coordinates></LinearRing></outerBoundaryIs>
        <innerBoundaryIs><LinearRing><coordinates>120.432,30.862 120.434,30.862 120.434,30.864 120.432,30.862</coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark>
      <Placemark><Point><coordinates>120.436,30.873</coordinates></Point></Placemark>
      <Placemark><gx:Track><when>2026-01-01</when><gx:coord>120.437 30.874 12</gx:coord></gx:Track></Placemark></Folder></Document></kml>`;

    const result = openPlan("way.kml", text);

    expect(result.plan.name).toBe("Ditch & bank");
    expect(result.plan.elements).toMatchObject([
      { kind: "point", position: { latDeg: 30.87, lonDeg: 120.433 }, altitude: { reference: "ground", m: 60 } },
      { kind: "point", position: { latDeg: 30.871 } },
      { kind: "point", position: { latDeg: 30.872, lonDeg: 120.435 } },
      {
        kind: "pattern",
        shape: { kind: "parallel", area: { outline: { length: 3 }, holes: { length: 1 } } },
        points: [],
      },
      { kind: "point", position: { latDeg: 30.873 } },
      { kind: "point", position: { latDeg: 30.874 } },
    ]);
    expect(new Set(codes(result))).toEqual(new Set(["unsupported-item", "styles-left-out", "area-only", "no-height"]));
  });

  it("from a hand-held receiver open as GPX", () => {
    const text = `<?xml version="1.0"?><gpx version="1.1" creator="Garmin" xmlns="http://www.topografix.com/GPX/1/1">
      <wpt lat="30.87" lon="120.43"><name>Car</name></wpt>
      <trk><trkseg><trkpt lat="30.871" lon="120.431"><ele>12.5</ele></trkpt><trkpt lat="30.872" lon="120.432"/></trkseg></trk></gpx>`;

    const { plan, notes } = openPlan("track.gpx", text);

    expect(plan.elements).toMatchObject([
      { position: { latDeg: 30.871, lonDeg: 120.431 }, altitude: { reference: "msl", m: 12.5 } },
      { position: { latDeg: 30.872, lonDeg: 120.432 } },
    ]);
    expect(notes).toEqual([
      { code: "no-height", params: { what: "points" } },
      { code: "unsupported-item", params: { what: "wpt (1)" } },
    ]);
  });

  it("from any map open as GeoJSON", () => {
    const polygon = [
      [
        [120.43, 30.86],
        [120.44, 30.86],
        [120.44, 30.88],
        [120.43, 30.86],
      ],
    ];
    const geometry = (type: string, coordinates: unknown) => ({
      type: "Feature",
      properties: null,
      geometry: { type, coordinates },
    });
    const text = JSON.stringify({
      type: "FeatureCollection",
      features: [
        geometry("Point", [120.433, 30.87, 44]),
        geometry("LineString", [
          [120.434, 30.87],
          [120.435, 30.87],
        ]),
        geometry("MultiPolygon", [polygon]),
        { type: "Feature", geometry: null },
        geometry("Curve", []),
      ],
    });

    const result = openPlan("map.json", text);

    expect(result.plan.elements.map(({ kind }) => kind)).toEqual(["point", "point", "point", "pattern"]);
    expect(codes(result)).toEqual(["no-height", "area-only", "unsupported-item"]);
  });

  it("of another coordinate system are not taken for degrees", () => {
    const crs = { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::3857" } };
    const result = open("a.geojson", JSON.stringify({ type: "FeatureCollection", crs, features: [] }));

    expect(result).toMatchObject({ ok: false, fault: { code: "bad-file", detail: expect.stringContaining("3857") } });
  });
});
