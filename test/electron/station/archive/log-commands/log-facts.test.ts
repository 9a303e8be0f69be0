import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type LogSummary, logInfo } from "../../../../../electron/station/log-info.ts";
import type { MissionItemFact, MissionTransfer } from "../../../../../shared/archive/facts/mission-facts.ts";
import { radToDeg } from "../../../../../shared/units/angle.ts";
import { noSharedData, sharedData } from "../../../../support/shared-data.ts";

const clean = [
  "copter_search.tlog",
  "rover_patrol.tlog",
  "two_vehicles_one_link.tlog",
  "copter_highrate.tlog",
  "copter_protocol_probe.tlog",
];
const damaged = [
  "copter_search_noisy.tlog",
  "copter_search_linknoise.tlog",
  "copter_search_bursts.tlog",
  "copter_search_truncated.tlog",
];

const truthOf = (path: string): Record<string, unknown> =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, "utf8")));

/** As `lantern log info --json` prints it. */
const printed = async (path: string): Promise<LogSummary> => {
  const info = await logInfo(path);
  if (!info.ok) throw new Error(info.fault.detail);
  return JSON.parse(JSON.stringify(info));
};

/** The JSON files beside the logs have seconds as a float: microseconds are exact in it. */
const seconds = (timeUs: number | undefined): number => (timeUs ?? Number.NaN) / 1e6;
const rounded = (value: number | undefined, digits: number): number => Number((value ?? Number.NaN).toFixed(digits));
const e7 = (deg: number | undefined): number => Math.round((deg ?? Number.NaN) * 1e7);

const itemOf = (missionType: number, item: MissionItemFact) => {
  const [p1, p2, p3, p4] = item.params;
  const { seq, frame, command, current, autocontinue, x, y, z } = item;
  return { seq, frame, command, current, autocontinue, p1, p2, p3, p4, x, y, z, mission_type: missionType };
};

const transfers = (given: readonly MissionTransfer[]) =>
  Object.fromEntries(
    given.map(({ missionType, items }) => [missionType, items.map((item) => itemOf(missionType, item))]),
  );

/** By system, of the vehicles for which `of` says anything. */
const bySystem = <T>(info: LogSummary, of: (vehicle: LogSummary["vehicles"][number]) => T | undefined) =>
  Object.fromEntries(
    info.vehicles.flatMap((vehicle) => {
      const value = of(vehicle);
      return value === undefined ? [] : [[String(vehicle.systemId), value]];
    }),
  );

/** Of all vehicles, in the order of the file: pymavlink writes one list for all. */
const inOrder = <T extends { readonly t: number }>(entries: readonly T[]): T[] =>
  [...entries].sort((a, b) => a.t - b.t);

const byType = (info: LogSummary, name: string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const [key, count] of Object.entries(info.countsBySystemComponentMessage)) {
    const [sender = "", message] = key.split(" ");
    if (message !== name) continue;
    const told = `${name} from ${sender.split("/")[0]}`;
    counts[told] = (counts[told] ?? 0) + count;
  }
  return counts;
};

/** Each fact of a JSON file, made of what `log info --json` prints. */
const facts: Readonly<Record<string, (info: LogSummary) => unknown>> = {
  file_bytes: (info) => info.bytes,
  bytes: (info) => info.bytes,
  frames: (info) => info.frames,
  frame_bytes: (info) => info.frameBytes,
  bad_data_records: (info) => info.skippedRuns,
  bad_records: (info) => info.skippedRuns,
  bad_bytes_hex: (info) => info.skipped.map(({ hex }) => hex).join(""),
  first_time: (info) => seconds(info.firstTimeUs),
  last_time: (info) => seconds(info.lastTimeUs),
  duration_s: (info) => rounded((info.durationMs ?? Number.NaN) / 1000, 6),
  wire: ({ framesByVersion: { v1, v2 } }) => ({ ...(v1 > 0 ? { v1 } : {}), ...(v2 > 0 ? { v2 } : {}) }),
  signed_frames_by_sys: (info) => info.signedBySystem,
  counts: (info) => info.counts,
  byte_exact_survivors_by_name: (info) => info.counts,
  crc_scan_by_name: (info) => info.counts,
  byte_exact_survivors: (info) => info.frames,
  crc_scan_valid: (info) => info.frames,
  counts_by_system_component: (info) => info.countsBySystemComponent,
  counts_by_system_component_message: (info) => info.countsBySystemComponentMessage,
  unknown: (info) => info.unknown,
  sequence_gaps_by_system_component: (info) => info.lostBySystemComponent,
  home_position: (info) =>
    bySystem(info, ({ position: { home } }) =>
      home === undefined
        ? undefined
        : { lat: e7(home.latDeg), lon: e7(home.lonDeg), alt_mm: Math.round(home.altMslM * 1000) },
    ),
  max_relative_alt_m: (info) => bySystem(info, ({ position }) => position.highestAboveHomeM),
  max_amsl_alt_m: (info) => bySystem(info, ({ position }) => position.highestMslM),
  ground_track_m: (info) => bySystem(info, ({ position }) => rounded(position.distanceOnSphereM, 1)),
  position_bounds_1e7: (info) =>
    bySystem(info, ({ position: { bounds } }) => ({
      lat_min: e7(bounds?.southDeg),
      lat_max: e7(bounds?.northDeg),
      lon_min: e7(bounds?.westDeg),
      lon_max: e7(bounds?.eastDeg),
    })),
  global_position_int_nonzero: (info) => bySystem(info, ({ position }) => position.positions),
  gimbal_pitch_deg_min_max: (info) =>
    bySystem(info, ({ gimbal: { pitchRad } }) =>
      [pitchRad?.least, pitchRad?.greatest].map((rad) => rounded(radToDeg(rad ?? Number.NaN), 3)),
    ),
  // 65535 is MAVLink's word for "not known", which pymavlink takes for a voltage.
  battery_mv_min_max: (info) =>
    bySystem(info, ({ batteries: [battery] }) => [
      Math.round((battery?.voltageV?.least ?? Number.NaN) * 1000),
      (battery?.voltageUnknown ?? 0) > 0 ? 65535 : Math.round((battery?.voltageV?.greatest ?? Number.NaN) * 1000),
    ]),
  param_names_seen: (info) => bySystem(info, ({ parameters }) => Object.keys(parameters.parameters).length),
  params_last_value_type_count: (info) =>
    bySystem(info, ({ parameters }) =>
      Object.fromEntries(
        Object.entries(parameters.parameters).map(([name, { value, type, count }]) => [name, [value, type, count]]),
      ),
    ),
  mission_requests: (info) => ({ ...byType(info, "MISSION_REQUEST"), ...byType(info, "MISSION_REQUEST_INT") }),
  mission_items_uploaded: (info) => bySystem(info, ({ mission }) => transfers(mission.uploaded)),
  mission_items_read_back: (info) => bySystem(info, ({ mission }) => transfers(mission.readBack)),
  mode_changes: (info) =>
    inOrder(
      info.vehicles.flatMap(({ systemId, flight }) =>
        flight.modes.map(({ timeUs, mode, customMode, baseMode }) => ({
          ...{ t: seconds(timeUs), sys: systemId, mode, custom_mode: customMode, base_mode: baseMode },
        })),
      ),
    ),
  armed_changes: (info) =>
    inOrder(
      info.vehicles.flatMap(({ systemId, flight }) =>
        flight.armed.map(({ timeUs, armed }) => ({ t: seconds(timeUs), sys: systemId, armed })),
      ),
    ),
  mission_current_changes: (info) =>
    inOrder(
      info.vehicles.flatMap(({ systemId, mission }) =>
        mission.current.map(({ timeUs, seq }) => ({ t: seconds(timeUs), sys: systemId, seq })),
      ),
    ),
  mission_items_reached: (info) =>
    inOrder(
      info.vehicles.flatMap(({ systemId, mission }) =>
        mission.reached.map(({ timeUs, seq }) => ({ t: seconds(timeUs), sys: systemId, seq })),
      ),
    ),
  fence_breaches: (info) => info.vehicles.flatMap(({ safety }) => safety.fenceBreaches),
  commands_sent: (info) =>
    info.commandsSent.map(({ timeUs, from, to, command }) => ({ t: seconds(timeUs), frm: from, to, command })),
  command_acks: (info) =>
    inOrder(
      info.vehicles.flatMap(({ systemId, safety }) =>
        safety.commandAcks.map(({ timeUs, command, result }) => ({
          ...{ t: seconds(timeUs), sys: systemId, command, result },
        })),
      ),
    ),
  statustexts: (info) =>
    inOrder(
      info.vehicles.flatMap(({ systemId, texts }) =>
        texts.statusTexts.map(({ timeUs, componentId, severity, text }) => ({
          ...{ t: seconds(timeUs), sys: systemId, comp: componentId, severity, text },
        })),
      ),
    ),
};

/** Of the file and of the other reader, not of the log. */
const notOfTheLog = new Set([
  "file",
  "what",
  "reader",
  "clean_frames",
  "pymavlink_tlog_reader",
  "pymavlink_stream_parser_on_whole_file",
]);

/** The other reader counts what it skipped as messages. */
const withoutBadData = (truth: unknown): unknown => {
  const counts = z.record(z.string(), z.unknown()).safeParse(truth);
  if (!counts.success) return truth;
  const { BAD_DATA: _, ...others } = counts.data;
  return others;
};

/** Systems in any order: lists of several systems are compared one system after the other where their times are equal. */
const steady = (value: unknown): unknown => {
  const list = z.array(z.object({ t: z.number(), sys: z.number() }).loose()).safeParse(value);
  return list.success ? [...list.data].sort((a, b) => a.sys - b.sys) : value;
};

describe("log info --json", () => {
  test.for([...clean, ...damaged, "copter_boot_raw.bin"])(
    "gives every fact of the JSON beside %s",
    async (log, { skip }) => {
      const path = sharedData(`telemetry/${log}`);
      const truthPath = sharedData(`telemetry/${log.replace(/\.\w+$/, ".json")}`);
      if (path === undefined || truthPath === undefined) return skip(noSharedData);

      const truth = truthOf(truthPath);
      const info = await printed(path);

      for (const [name, value] of Object.entries(truth)) {
        if (notOfTheLog.has(name)) continue;
        const fact = facts[name];
        if (fact === undefined) throw new Error(`No fact of ours says ${name}.`);
        expect(steady(fact(info)), name).toEqual(steady(name === "counts" ? withoutBadData(value) : value));
      }
    },
  );

  test.for(damaged)(
    "finds of %s what was sent before it was damaged, and more than pymavlink does",
    async (log, { skip }) => {
      const path = sharedData(`telemetry/${log}`);
      const wholePath = sharedData("telemetry/copter_search.tlog");
      const truthPath = sharedData(`telemetry/${log.replace(/\.\w+$/, ".json")}`);
      if (path === undefined || wholePath === undefined || truthPath === undefined) return skip(noSharedData);
      const whole = await printed(wholePath);
      const truth = truthOf(truthPath);

      const info = await printed(path);

      expect(truth.clean_frames).toBe(whole.frames);
      for (const reader of ["pymavlink_tlog_reader", "pymavlink_stream_parser_on_whole_file"]) {
        const { valid_known } = z.object({ valid_known: z.number() }).loose().parse(truth[reader]);
        expect(info.frames).toBeGreaterThanOrEqual(valid_known);
      }
      const [vehicle, ...others] = info.vehicles;
      const sent = whole.vehicles[0];
      if (vehicle === undefined || sent === undefined) throw new Error("No vehicle in the log.");
      expect(others).toEqual([]);
      expect(vehicle.flight.modes.map(({ mode }) => mode)).toEqual(sent.flight.modes.map(({ mode }) => mode));
      expect(vehicle.flight.armed.map(({ armed }) => armed)).toEqual([false, true, false]);
      expect(vehicle.position.home).toMatchObject({
        latDeg: sent.position.home?.latDeg,
        altMslM: sent.position.home?.altMslM,
      });
      const known = new Set(sent.texts.statusTexts.map(({ text }) => text));
      for (const { text } of vehicle.texts.statusTexts) expect(known).toContain(text);
    },
  );
});
