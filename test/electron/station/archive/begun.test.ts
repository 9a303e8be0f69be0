import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ArchiveClient } from "../../../support/archive-client.ts";
import { eventually, liveStation, UdpVehicle } from "../../../support/live-station.ts";

it("lists what is being recorded as such, also before the first of its journal is on the disk", async () => {
  const live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
  await eventually(() => Number.isFinite(live.linkPort()));
  const vehicle = new UdpVehicle(1, live.linkPort());
  const stop = vehicle.fly();
  const telemetry = join(live.recordFolder, "telemetry");
  await eventually(() => existsSync(telemetry) && readdirSync(telemetry).length > 0);
  await eventually(() => live.station.snapshot().vehicles["1"]?.position);

  // As on a computer that is too busy to write it.
  rmSync(join(live.recordFolder, "journal"), { recursive: true, force: true });
  const missions = await new ArchiveClient(live).list();

  expect(missions.map((mission) => [mission.live, mission.kind])).toEqual([[true, "recorded"]]);
  stop();
  vehicle.close();
  await live.close();
});
