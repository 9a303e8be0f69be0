import { parseArgs } from "node:util";
import { ArgumentFault, numberOf } from "../../argument-fault.ts";
import { type ExportFormat, type ExportLogOptions, exportFormats } from "../export/export-options.ts";
import type { LogBound } from "../export/log-window.ts";
import type { WhereLostOptions } from "./where-lost.ts";

/** What a person asked about logs. */
export type LogCommand =
  | { readonly kind: "log-help" }
  | { readonly kind: "log-info"; readonly files: readonly string[]; readonly json: boolean }
  | { readonly kind: "log-where-lost"; readonly options: WhereLostOptions }
  | { readonly kind: "log-export"; readonly options: ExportLogOptions }
  | { readonly kind: "log-merge"; readonly files: readonly string[]; readonly out: string; readonly json: boolean }
  | { readonly kind: "log-verify"; readonly paths: readonly string[]; readonly json: boolean };

/** What `lantern log help` prints. */
export const logUsage = `lantern log: telemetry logs. Read are .tlog files of any ground station, raw MAVLink bytes, ArduPilot's DataFlash logs (.bin) and
PX4's ULogs (.ulg), told apart by what is in them; damaged and cut ones too.

  lantern log info FILE... [--json]
      counts, loss and gaps by sender; for each vehicle modes, armed times, missions, home, highest point, distance, battery,
      parameters, texts, commands and their answers

  lantern log where-lost FILE [--after-s N] [--json] [--geojson OUT]
      the last known place, height, speed, heading, battery, mode and link of each vehicle, and where it can be by now:
      what is assumed is said. --after-s: so long after that place (until its battery is empty)

  lantern log export FILE --to tlog|gpx|kml|geojson|csv -o OUT
      --message NAME     csv: only this message, OUT is a file; else OUT is a folder with a file for each message
      --from T, --to-time T
                         only this part: ISO 8601 in UTC, or ms since the log's beginning
      --anonymise SEED   a copy to share: all places moved by one shift that follows from SEED (keep it to yourself), names,
                         serial numbers, keys and texts that somebody may have typed removed, signatures taken off. Times
                         and heights stay

  lantern log merge FILE FILE... -o OUT [--json]
      one .tlog of several logs of one mission: their clocks are put together by what they both heard, frames that several
      have are written once

  lantern log verify PATH... [--json]
      checks every frame of a log, of a record folder its hash chain, of a .lantern file all it holds, and names the first
      bad record

Exit codes: 0 done (verify: nothing is wrong), 1 it did not work (verify: something is wrong), 2 the arguments are wrong.
`;

const files = (positionals: readonly string[], verb: string): readonly string[] => {
  if (positionals.length === 0) throw new ArgumentFault(`Name at least one file: lantern log ${verb} FILE...`);
  return positionals;
};

const oneFile = (positionals: readonly string[], verb: string): string => {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new ArgumentFault(`Name one file: lantern log ${verb} FILE`);
  return file;
};

const json = { json: { type: "boolean", default: false } } as const;

const parseInfo = (args: string[]): LogCommand => {
  const { values, positionals } = parseArgs({ args, options: json, strict: true, allowPositionals: true });
  return { kind: "log-info", files: files(positionals, "info"), json: values.json };
};

const parseVerify = (args: string[]): LogCommand => {
  const { values, positionals } = parseArgs({ args, options: json, strict: true, allowPositionals: true });
  return { kind: "log-verify", paths: files(positionals, "verify"), json: values.json };
};

const parseWhereLost = (args: string[]): LogCommand => {
  const { values, positionals } = parseArgs({
    args,
    options: { ...json, "after-s": { type: "string" }, geojson: { type: "string" } },
    strict: true,
    allowPositionals: true,
  });
  const afterS = numberOf("after-s", values["after-s"], { min: 0, max: 864_000, whole: false, otherwise: -1 });
  return {
    kind: "log-where-lost",
    options: {
      file: oneFile(positionals, "where-lost"),
      json: values.json,
      ...(afterS < 0 ? {} : { afterS }),
      ...(values.geojson === undefined ? {} : { geojson: values.geojson }),
    },
  };
};

/** ISO 8601 with a date, or a number of ms. */
const boundOf = (name: string, text: string | undefined): LogBound | undefined => {
  if (text === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return { positionMs: Number(text) };
  // Without a zone it is UTC, as everything that is written.
  const isZoned = /(Z|[+-]\d\d:?\d\d)$/i.test(text);
  const utcMs = /^\d{4}-\d\d-\d\d/.test(text)
    ? Date.parse(isZoned || text.length <= 10 ? text : `${text}Z`)
    : Number.NaN;
  if (Number.isNaN(utcMs))
    throw new ArgumentFault(
      `--${name} takes a time like 2026-11-22T03:04:05Z, or ms since the log began, not "${text}".`,
    );
  return { utcMs };
};

const isFormat = (text: string | undefined): text is ExportFormat => exportFormats.some((format) => format === text);

const parseExport = (args: string[]): LogCommand => {
  const { values, positionals } = parseArgs({
    args,
    options: {
      to: { type: "string" },
      out: { type: "string", short: "o" },
      message: { type: "string" },
      anonymise: { type: "string" },
      from: { type: "string" },
      "to-time": { type: "string" },
    },
    strict: true,
    allowPositionals: true,
  });
  const { to: format, out, message, anonymise } = values;
  const path = oneFile(positionals, "export");
  if (!isFormat(format)) throw new ArgumentFault(`--to takes one of ${exportFormats.join(", ")}.`);
  if (out === undefined) throw new ArgumentFault("-o OUT says where it is written.");
  if (message !== undefined && format !== "csv") throw new ArgumentFault("--message is for --to csv.");
  if (anonymise === "") throw new ArgumentFault("--anonymise takes a seed: any words that others don't know.");
  const from = boundOf("from", values.from);
  const to = boundOf("to-time", values["to-time"]);
  return {
    kind: "log-export",
    options: {
      ...{ path, format, out },
      ...(message === undefined ? {} : { message }),
      ...(anonymise === undefined ? {} : { anonymiseSeed: anonymise }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
  };
};

const parseMerge = (args: string[]): LogCommand => {
  const { values, positionals } = parseArgs({
    args,
    options: { ...json, out: { type: "string", short: "o" } },
    strict: true,
    allowPositionals: true,
  });
  if (positionals.length < 2) throw new ArgumentFault("Name two files or more: lantern log merge FILE FILE... -o OUT");
  if (values.out === undefined) throw new ArgumentFault("-o OUT says where the merged log is written.");
  return { kind: "log-merge", files: positionals, out: values.out, json: values.json };
};

/** Reads what comes behind "log". @throws ArgumentFault, and what parseArgs throws */
export const parseLog = (args: readonly string[]): LogCommand => {
  const [verb, ...rest] = args;
  if (args.includes("--help") || args.includes("-h")) return { kind: "log-help" };
  switch (verb) {
    case "info":
      return parseInfo(rest);
    case "where-lost":
      return parseWhereLost(rest);
    case "export":
      return parseExport(rest);
    case "merge":
      return parseMerge(rest);
    case "verify":
      return parseVerify(rest);
    case "help":
    case undefined:
      return { kind: "log-help" };
    default:
      throw new ArgumentFault(`"log" knows info, where-lost, export, merge, verify and help, not "${verb}".`);
  }
};
