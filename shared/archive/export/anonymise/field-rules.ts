import type { FieldSpec, MessageSpec } from "../../../mavlink/message-spec.ts";

/** Two fields that are a place together. */
export interface PlaceFields {
  readonly lat: FieldSpec;
  readonly lon: FieldSpec;
  /** How many of the field's units are a degree. */
  readonly perDegree: number;
}

/** What is done to a message's fields, by their definitions: also to those of messages that nobody thought of. */
export interface FieldRules {
  readonly places: readonly PlaceFields[];
  /** Written over with zeros. */
  readonly blank: readonly FieldSpec[];
  /** Names of values that anybody may have chosen: zeroed where the value looks like a place. */
  readonly suspicious: readonly FieldSpec[];
}

const latitude = /(^|_)lat(itude)?($|_)|^gpsLat$/;

/** "lon", "lng" and "longitude" in the same place of the name as the latitude. */
const lonNames = (latName: string): readonly string[] => [
  latName.replace("latitude", "longitude"),
  latName.replace(/lat/i, (lat) => (lat === "Lat" ? "Lon" : "lon")),
  latName.replace(/lat/, "lng"),
];

const e7PerDegree = 1e7;

const placesOf = ({ fields }: MessageSpec): PlaceFields[] =>
  fields.flatMap((lat) => {
    if (!latitude.test(lat.wireName) || (lat.type !== "i32" && lat.type !== "f32" && lat.type !== "f64")) return [];
    const names = lonNames(lat.wireName);
    const lon = fields.find((field) => field !== lat && names.includes(field.wireName) && field.type === lat.type);
    return lon === undefined ? [] : [{ lat, lon, perDegree: lat.type === "i32" ? e7PerDegree : 1 }];
  });

/** Texts that name no one: what kind of thing it is. STATUSTEXT is looked at by itself. */
const harmlessTexts: ReadonlySet<string> = new Set([
  "param_id",
  "mode_name",
  "vendor_name",
  "model_name",
  "tune",
  "tune2",
]);
/** Bytes that are measurements or versions. */
const harmlessBytes: ReadonlySet<string> = new Set([
  ...["flight_custom_version", "middleware_custom_version", "os_custom_version"],
  ...["spec_version_hash", "library_version_hash", "vendor_name", "model_name"],
  ...["cpu_cores", "cpu_combined", "gpu_cores", "gpu_combined", "completion_mask", "rc_raw", "controls", "fan_speed"],
]);
/** Messages whose name field says what is measured. */
const namedValues: ReadonlySet<string> = new Set([
  ...["NAMED_VALUE_FLOAT", "NAMED_VALUE_INT", "DEBUG_VECT", "DEBUG_FLOAT_ARRAY"],
]);
/** Whatever these carry may be anything: corrections from a base whose place they tell, files, terrain, areas. */
const opaque: ReadonlySet<string> = new Set([
  ...[
    "TERRAIN_DATA",
    "SAFETY_SET_ALLOWED_AREA",
    "SAFETY_ALLOWED_AREA",
    "GPS_STATUS",
    "GPS_INJECT_DATA",
    "GPS_RTCM_DATA",
  ],
  ...["SETUP_SIGNING", "AUTH_KEY", "AIRLINK_AUTH", "CHANGE_OPERATOR_CONTROL", "WIFI_CONFIG_AP", "CELLULAR_CONFIG"],
  ...["CELLULAR_STATUS", "ISBD_LINK_STATUS", "SECURE_COMMAND", "SECURE_COMMAND_REPLY"],
  ...["OPEN_DRONE_ID_MESSAGE_PACK", "OPEN_DRONE_ID_AUTHENTICATION"],
]);
const numberOfItsOwn = /^(uid|uid2|icao(_address)?|mmsi|squawk|flight_uuid|hw_unique_id|uas_id|id_or_mac)$/i;
/** With the height above the sea beside it, it tells how far the geoid is from the ellipsoid, which differs from place to place. */
const ellipsoidHeight = /^(alt_ellipsoid|altitude_geodetic|operator_altitude_geo)$/;
const suspiciousMessages: ReadonlySet<string> = new Set([
  ...["NAMED_VALUE_FLOAT", "NAMED_VALUE_INT", "DEBUG", "DEBUG_VECT", "DEBUG_FLOAT_ARRAY"],
  ...["PARAM_VALUE", "PARAM_SET", "COMMAND_LONG", "COMMAND_INT"],
]);

/** A list of bytes this long can hold a name or a number of its own. */
const tellingBytes = 6;

const isBlank = (spec: MessageSpec, field: FieldSpec): boolean => {
  const { wireName, type, count } = field;
  if (opaque.has(spec.name)) return !/^target_/.test(wireName);
  if (numberOfItsOwn.test(wireName) || ellipsoidHeight.test(wireName)) return true;
  if (spec.name === "STATUSTEXT") return false;
  if (type === "char") return !harmlessTexts.has(wireName) && !(wireName === "name" && namedValues.has(spec.name));
  return (type === "u8" || type === "i8") && count >= tellingBytes && !harmlessBytes.has(wireName);
};

const isNumber = ({ type, count }: FieldSpec): boolean =>
  count === 0 && (type === "f32" || type === "f64" || type === "i32");

/** What is done to a message's fields. */
export const fieldRules = (spec: MessageSpec): FieldRules => ({
  places: placesOf(spec),
  blank: spec.fields.filter((field) => isBlank(spec, field)),
  suspicious: suspiciousMessages.has(spec.name) ? spec.fields.filter(isNumber) : [],
});

/** Parameters that hold a place, its magnetic declination, an address or a number of their own, by the parts of their names. */
export const isTellingParameter = (name: string): boolean =>
  name
    .toUpperCase()
    .split("_")
    .some((part) =>
      /^(DEC|LAT|LON|LNG|LATITUDE|LONGITUDE|ICAO|MMSI|DID|UAS|UID|SERIALNO?|KEY|PASS\w*|SSID|IPADDR\d*|MACADDR\d*|CALLSIGN)$/.test(
        part,
      ),
    ) || /SERIAL_NUM|_CS\d$/i.test(name);
