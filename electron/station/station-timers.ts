import { gcsHeartbeat, gcsHeartbeatEveryMs } from "../../shared/protocols/gcs-heartbeat.ts";
import type { DeltaPublisher } from "./server/delta-publisher.ts";
import { publishIntervalMs } from "./server/delta-publisher.ts";
import { type ClockSource, watchClockJumps } from "./station-clock.ts";
import type { StationParts } from "./station-parts.ts";

export interface TimersOptions {
  readonly parts: StationParts;
  readonly publisher: DeltaPublisher;
  readonly clockSource: ClockSource;
  readonly onTick: () => void;
}

const lookIntervalMs = 1000;
const tooLateMs = 1000;
/** As long as after which a vehicle counts as lost. */
const gapMs = 3500;
const storageIntervalMs = 30_000;

/** What happens by the clock: presence, requests, sightings, deltas, heartbeats, a look at links. @returns stops it all */
export const startTimers = ({ parts, publisher, clockSource, onTick }: TimersOptions): (() => void) => {
  const {
    alerts,
    clock,
    custody,
    custodyAlerts,
    fleet,
    flightWatch,
    links,
    operations,
    parameters,
    recording,
    requester,
    safetyReader,
    search,
    steering,
    thermal,
    trails,
    watch,
  } = parts;
  let heartbeatMs = Number.NEGATIVE_INFINITY;
  const beat = () => {
    // On the station's clock: a scenario at ten times the speed hears ten times as many.
    if (clock.nowMs() - heartbeatMs < gcsHeartbeatEveryMs) return;
    heartbeatMs = clock.nowMs();
    for (const channelId of links.liveChannelIds()) links.sendMessage(channelId, gcsHeartbeat());
  };
  let tickedMs = performance.now();
  const wallStep = watchClockJumps(clockSource);
  const tick = () => {
    beat();
    const lateMs = performance.now() - tickedMs;
    tickedMs = performance.now();
    // A computer that sleeps stops its monotonic clock: only the other one tells.
    const sleptMs = Math.max(lateMs, wallStep() ?? 0);
    if (sleptMs > gapMs) {
      operations.slept();
      steering.slept();
    }
    // After a sleep or a stall what came meanwhile is still in the sockets: nobody is lost before it was read.
    if (lateMs < tooLateMs) fleet.tick();
    requester.tick();
    operations.tick();
    parameters.tick();
    safetyReader.tick();
    steering.tick();
    flightWatch.look();
    thermal.tick();
    search.tick();
    for (const vehicle of fleet.vehicles.values()) trails.note(vehicle);
    onTick();
    parts.media?.tick();
    parts.journal?.look(performance.now());
    publisher.publish(performance.now());
  };
  const clockStep = watchClockJumps(clockSource);
  const look = () => {
    links.look(fleet.vehicles.values());
    watch.look();
    parts.plans.look();
    parts.onboard.look();
    parts.ghosts.look();
    parts.conflicts.look();
    parts.lookAtIncident();
    parts.vehicleJobs.look();
    parts.vehicleTracks.look();
    custody.look();
    custodyAlerts.look();
    const stepMs = clockStep();
    if (stepMs === undefined) return;
    const params = { seconds: Math.round(stepMs / 1000) };
    alerts.report({ code: "clock-jumped", severity: "warning", params, lasting: false });
  };
  const timers = [
    setInterval(tick, publishIntervalMs),
    setInterval(look, lookIntervalMs),
    setInterval(() => void recording.checkStorage(), storageIntervalMs),
  ];
  void recording.checkStorage();
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
};
