import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseLinkSpec } from "../../hardware/link/open-link.ts";
import { defaultScenarioPath } from "../../hardware/simulator/load-scenario.ts";
import { type LogCommand, parseLog } from "./archive/log-commands/parse-log.ts";
import { ArgumentFault, numberOf } from "./argument-fault.ts";
import { dataFolder, defaultRecordFolder } from "./data-folder.ts";
import type { DetectOptions } from "./detect/detect-options.ts";
import type { StationOptions } from "./station-options.ts";

/** What a person asked the program to do. */
export type Command =
  | { readonly kind: "serve"; readonly options: StationOptions }
  | LogCommand
  | { readonly kind: "detect"; readonly options: DetectOptions }
  | { readonly kind: "help" }
  | { readonly kind: "version" };

/** `detail` says which argument is wrong and what to write instead. */
export type ParsedCommand =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly detail: string };

const defaultPort = 8420;
const defaultHttpsPort = 8443;
/** Of detections' scores: low enough that the curves of precision over recall reach their ends. */
const defaultThreshold = 0.01;

/** What `lantern help` prints. */
export const usage = `Lantern: a search-and-rescue ground station.

  lantern serve [options]           start the station; its page is at the address it prints
  lantern log info FILE... [--json] what is in telemetry logs, and what happened in them
  lantern log where-lost FILE       where each vehicle was last, and what it can have reached since
  lantern log export FILE --to FORMAT -o OUT
                                    a log, or a part of it, as tlog, GPX, KML, GeoJSON or CSV; anonymised if asked
  lantern log merge A B... -o OUT   several logs of one mission on one clock
  lantern log verify PATH...        check every frame of logs, or the chain of a record folder
  lantern log help                  their options
  lantern detect INPUT --out FILE   find people and vehicles in thermal pictures: an image, a folder, a video file or a stream
  lantern version
  lantern help

Options of serve:
  --link SPEC        a way to vehicles; may be given several times:
                     udpin:0.0.0.0:14550   udpout:HOST:PORT   tcp:HOST:PORT   tcpin:0.0.0.0:5760
                     serial:/dev/ttyUSB0:57600 (serial:COM3:57600 on Windows)
  --replay FILE      show a log (.tlog, raw, .bin, .ulg) or a mission (.lantern) in the archive, and play it; several times:
                     logs of one mission, on one clock. Alone it keeps no record, or the one named by --record
  --simulate FILE    fly a scenario (JSON); with no link and no replay the built-in one flies
  --speed N          scenario or log seconds per second, 0.1 to 100 (1)
  --seed N           another seed for the scenario
  --host ADDRESS     where to listen (127.0.0.1; 0.0.0.0 for all networks of this computer)
  --port N           (${defaultPort}; 0 takes any free one)
  --https            listen for HTTPS as well, which phones ask for before they tell their position; the station signs its
                     certificate itself, keeps it in the user's data folder and prints its fingerprint
  --https-port N     (${defaultHttpsPort}; 0 takes any free one)
  --certificate FILE --key FILE
                     a certificate of your own for it, PEM
  --record FOLDER    where missions are recorded (the user's data folder)
  --sysid N          this station's MAVLink system id, 1 to 255 (255)
  --no-open          open nothing, only print the address

Options of detect:
  --out FILE         a JSON array of {file_name, category, bbox: [x, y, w, h], score}, pixels from the top left; category is
                     Person, Car, Bicycle or OtherVehicle. In a folder file_name is the path within it; a video's pictures
                     are NAME#000000, NAME#000001 ...
  --annotations FILE what is true, in the manner of COCO: prints average precision and recall, by height, angle and time of
                     day where the file names say them, and apart from the pictures of a train.json beside FILE
  --threshold X      leave out lower scores, 0 to 1 (${defaultThreshold}: for the curves; for people to look at 0.4)
  --seconds N        so much of a video, or of a stream (rtsp://, rtp://, udp:// ...), which else is read until Ctrl-C; of a
                     stream only pictures are searched that there is time for
  --json             print the summary as one JSON object
Videos and streams need ffmpeg; LANTERN_FFMPEG names another than the system's.
`;

const serveOptions = {
  host: { type: "string" },
  port: { type: "string" },
  link: { type: "string", multiple: true },
  replay: { type: "string", multiple: true },
  simulate: { type: "string" },
  speed: { type: "string" },
  seed: { type: "string" },
  record: { type: "string" },
  sysid: { type: "string" },
  https: { type: "boolean" },
  "https-port": { type: "string" },
  certificate: { type: "string" },
  key: { type: "string" },
  open: { type: "boolean" },
} as const;

const bad = (detail: string): ParsedCommand => ({ ok: false, detail });

const checkedLinks = (links: readonly string[]): readonly string[] => {
  for (const link of links) {
    const parsed = parseLinkSpec(link);
    if (!parsed.ok) throw new ArgumentFault(`--link ${link}: ${parsed.fault.detail}`);
  }
  return links;
};

interface HttpsValues {
  readonly https?: boolean | undefined;
  readonly "https-port"?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

/** HTTPS is asked for by any of its options. */
const httpsOptions = (values: HttpsValues): Pick<StationOptions, "https"> => {
  const { certificate, key } = values;
  const isAsked = values.https ?? (values["https-port"] ?? certificate ?? key) !== undefined;
  if (!isAsked) return {};
  if ((certificate === undefined) !== (key === undefined))
    throw new ArgumentFault("--certificate and --key belong together: name both files.");
  const range = { min: 0, max: 65535, whole: true, otherwise: defaultHttpsPort };
  const files = certificate === undefined || key === undefined ? {} : { files: { certificate, key } };
  return {
    https: { port: numberOf("https-port", values["https-port"], range), folder: join(dataFolder(), "https"), ...files },
  };
};

const parseServe = (args: readonly string[]): Command => {
  const { values } = parseArgs({ args: [...args], options: serveOptions, strict: true, allowNegative: true });
  const links = checkedLinks(values.link ?? []);
  const speed = numberOf("speed", values.speed, { min: 0.1, max: 100, whole: false, otherwise: 1 });
  const seed = numberOf("seed", values.seed, { min: 0, max: 2 ** 31 - 1, whole: true, otherwise: -1 });
  const { replay, simulate, record } = values;
  const isReplayAlone = replay !== undefined && links.length === 0 && simulate === undefined;
  const flies = simulate !== undefined || (replay === undefined && links.length === 0);
  if (!flies && replay === undefined && values.speed !== undefined)
    throw new ArgumentFault("--speed is for a scenario or a replay; real vehicles have their own.");
  const options: StationOptions = {
    host: values.host ?? "127.0.0.1",
    port: numberOf("port", values.port, { min: 0, max: 65535, whole: true, otherwise: defaultPort }),
    ...httpsOptions(values),
    links,
    systemId: numberOf("sysid", values.sysid, { min: 1, max: 255, whole: true, otherwise: 255 }),
    ...(replay === undefined ? {} : { replay: { files: replay, speed } }),
    // What flies is recorded. To look at a log takes no record, so that it can be done beside a station that has it.
    ...(isReplayAlone && record === undefined ? {} : { recordFolder: record ?? defaultRecordFolder() }),
    ...(flies
      ? { simulate: { scenarioPath: simulate ?? defaultScenarioPath, speed, ...(seed < 0 ? {} : { seed }) } }
      : {}),
  };
  return { kind: "serve", options };
};

const parseDetect = (args: readonly string[]): Command => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      out: { type: "string" },
      annotations: { type: "string" },
      threshold: { type: "string" },
      seconds: { type: "string" },
      json: { type: "boolean", default: false },
    },
    strict: true,
    allowPositionals: true,
  });
  const [input, ...more] = positionals;
  if (input === undefined || more.length > 0)
    throw new ArgumentFault("Name one image, folder, video or stream: lantern detect INPUT --out results.json.");
  if (values.out === undefined) throw new ArgumentFault("--out FILE says where the detections are written.");
  const seconds = numberOf("seconds", values.seconds, { min: 0.1, max: 86_400, whole: false, otherwise: 0 });
  const options: DetectOptions = {
    input,
    out: values.out,
    threshold: numberOf("threshold", values.threshold, { min: 0, max: 1, whole: false, otherwise: defaultThreshold }),
    json: values.json,
    ...(values.annotations === undefined ? {} : { annotations: values.annotations }),
    ...(seconds === 0 ? {} : { seconds }),
  };
  return { kind: "detect", options };
};

const parse = (args: readonly string[]): Command => {
  const [name, ...rest] = args;
  if (name === "log") return parseLog(rest);
  if (args.includes("--help") || args.includes("-h")) return { kind: "help" };
  switch (name) {
    case "serve":
      return parseServe(rest);
    case "detect":
      return parseDetect(rest);
    case undefined:
    case "help":
      return { kind: "help" };
    case "version":
    case "--version":
      return { kind: "version" };
    default:
      throw new ArgumentFault(`There is no command "${name}". The commands are serve, log, detect, version and help.`);
  }
};

/** Reads the arguments after the program's name. */
export const parseCommand = (args: readonly string[]): ParsedCommand => {
  try {
    return { ok: true, command: parse(args) };
  } catch (error) {
    const isParseArgs =
      error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
    if (error instanceof ArgumentFault || isParseArgs) return bad(`${error.message} Try: lantern help`);
    throw error;
  }
};
