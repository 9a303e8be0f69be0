import { vehicleText } from "./archive/log-commands/vehicle-text.ts";
import { type LogInfo, type LogSummary, logInfo } from "./log-info.ts";

const time = (timeUs: number | undefined): string =>
  timeUs === undefined ? "not in this file" : new Date(timeUs / 1000).toISOString();

/** Who lost anything, or was silent for 5 s and more. */
const lossTable = ({ senders }: LogSummary): readonly string[] => {
  const rows = Object.entries(senders).flatMap(
    ([name, { received, lost, gaps, restarts, silenceCount, longestSilenceMs }]) => {
      const percent = (100 * lost) / Math.max(1, received + lost);
      const silences =
        silenceCount === 0 ? "" : `; ${silenceCount} silences, the longest ${(longestSilenceMs / 1000).toFixed(1)} s`;
      const again = restarts === 0 ? "" : `; its counter began anew ${restarts} times`;
      const isNews = lost > 0 || restarts > 0 || silenceCount > 0;
      return isNews
        ? [`  ${name.padEnd(9)}  ${lost} frames lost (${percent.toFixed(1)} %) in ${gaps} gaps${again}${silences}`]
        : [];
    },
  );
  return rows.length === 0 ? [] : ["loss", ...rows];
};

const table = (rows: Readonly<Record<string, number>>): string => {
  const sorted = Object.entries(rows).sort(([a, countA], [b, countB]) => countB - countA || a.localeCompare(b));
  return sorted.map(([name, count]) => `  ${String(count).padStart(9)}  ${name}`).join("\n");
};

const summary = (info: LogSummary): string =>
  [
    `${info.path}: ${info.frames} frames, ${info.bytes} bytes (${info.format})`,
    `  first time     ${time(info.firstTimeUs)}`,
    `  last time      ${time(info.lastTimeUs)}`,
    `  skipped bytes  ${info.skippedBytes}`,
    ...(info.nativeCounts === undefined ? [] : ["  counts         of the frames that its vehicle could have sent"]),
    ...info.notes.map((note) => `  note           ${note.detail}`),
    ...info.vehicles.map(vehicleText),
    ...lossTable(info),
    "by system/component",
    table(info.countsBySystemComponent),
    "by message",
    table(info.counts),
    ...(Object.keys(info.unknown).length > 0 ? ["unknown ids", table(info.unknown)] : []),
    ...(info.nativeCounts === undefined ? [] : ["its own messages", table(info.nativeCounts)]),
    "",
  ].join("\n");

/**
 * Prints what is in logs: a table each, or with `json` one object for one file and an array for several.
 * @returns the exit code, 1 where a file could not be read as a log
 */
export const printLogInfo = async (files: readonly string[], options: { readonly json: boolean }): Promise<number> => {
  const infos: LogInfo[] = [];
  for (const file of files) infos.push(await logInfo(file));
  for (const info of infos) if (!info.ok) process.stderr.write(`${info.fault.detail}\n`);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(infos.length === 1 ? infos[0] : infos, undefined, 2)}\n`);
  } else {
    for (const info of infos) if (info.ok) process.stdout.write(summary(info));
  }
  return infos.every((info) => info.ok) ? 0 : 1;
};
