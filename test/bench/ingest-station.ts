import { createStation } from "../../electron/station/station.ts";

/** A station in a process of its own, so that its processor time is its own. Argument: the record's folder. */
const [recordFolder = ""] = process.argv.slice(2);
const links = ["udpin:127.0.0.1:0"];
const result = await createStation({ host: "127.0.0.1", port: 0, links, systemId: 255, recordFolder });
if (!result.ok) throw new Error(result.fault.detail);
const { station } = result;

const addressOf = (): string | undefined => Object.values(station.snapshot().links)[0]?.address;
while (addressOf() === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
process.send?.({ kind: "ready", url: station.url, udpPort: Number(addressOf()?.split(":").at(-1)) });

process.on("message", (ask) => {
  if (ask === "cpu") {
    const { user, system } = process.cpuUsage();
    process.send?.({ kind: "cpu", cpuMicros: user + system, rssMb: process.memoryUsage().rss / 1e6 });
  } else if (ask === "close") void finish();
});

/** Counters in the state are a second old at most: what was read last must be in them. */
const counterAgeMs = 1500;

const finish = async () => {
  await new Promise((resolve) => setTimeout(resolve, counterAgeMs));
  const { links: views, vehicles } = station.snapshot();
  const frames = Object.values(views).flatMap((link) => link.channels.map((channel) => channel.frames));
  const received = frames.reduce((sum, count) => sum + count, 0);
  await station.close();
  process.send?.({ kind: "closed", received, vehicles: Object.keys(vehicles).length }, () => process.exit(0));
};
