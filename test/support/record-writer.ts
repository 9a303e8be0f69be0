// Run as a process of its own and killed at any moment: records as a station does and says on its standard output what was
// acknowledged ("event N", "heat N") and how many frames it handed over ("frames N"), one line each.
import { openRecord } from "../../electron/station/record/open-record.ts";
import { FrameWriter } from "../../shared/mavlink/codec.ts";
import { buildHeatSource } from "./heat-source.ts";

const folder = process.argv[2];
if (folder === undefined) throw new Error("Usage: record-writer.ts FOLDER");
const opened = openRecord({ folder });
if (!opened.ok) throw new Error(opened.fault.detail);
const { record } = opened;
process.stdout.write(`open ${record.recovered?.events ?? "clean"} ${record.newestN}\n`);
const writer = new FrameWriter({ systemId: 1, componentId: 1 });
const telemetry = record.telemetry("l1", "udpin:0.0.0.0:14550");
let frames = 0;
let n = record.newestN;
setInterval(() => {
  for (let i = 0; i < 10; i++) telemetry.frame(writer.write("HEARTBEAT", { customMode: frames++ }), Date.now() * 1000);
  process.stdout.write(`frames ${frames} ${Date.now()}\n`);
}, 5);
setInterval(() => {
  n++;
  const heat = buildHeatSource({ id: "h1", sightings: n });
  const stored = record.append({ kind: "test", n, utcMs: Date.now(), atMs: performance.now(), data: { n } }, { heat });
  if (stored.ok) process.stdout.write(`event ${n}\n`);
}, 3);
