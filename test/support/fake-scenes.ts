import { degToRad } from "../../shared/units/angle.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import {
  buildAlert,
  buildDog,
  buildHeat,
  buildLink,
  buildSnapshot,
  buildVehicle,
  decided,
  sceneNowMs,
  sceneUtcMs,
} from "./build-views.ts";

const link = buildLink({ id: "link-1", spec: "udpin:127.0.0.1:0", address: "127.0.0.1:51400", builtIn: true });

const fleet = () => [
  buildVehicle({ id: "1" }),
  buildVehicle({
    id: "2",
    battery: { atMs: sceneNowMs - 500, fraction: 0.27, voltageV: 21.9, currentA: 21.2, remainingS: 390 },
    headingRad: degToRad(200),
  }),
  buildDog({ id: "3" }),
];

const simulation = { mode: "simulation", scenarioName: "Linghu at night", simulationSpeed: 1 } as const;

const heat = () => [
  buildHeat(1, { decision: decided("dismissed", "Wang") }),
  buildHeat(2, { decision: decided("confirmed", "Li") }),
  buildHeat(3),
  buildHeat(4, { location: { located: false, reason: "no-pose" }, vehicleIds: ["3"], thumbnailVersion: 0 }),
];

/** Each state the screen must get right, by name; a fresh snapshot at every call. */
export const fakeScenes = {
  flying: () => buildSnapshot({ vehicles: fleet(), heat: heat(), links: [link], station: simulation }),
  empty: () =>
    buildSnapshot({
      links: [buildLink({ id: "link-1", channels: [], builtIn: false })],
    }),
  nothingFound: () => buildSnapshot({ vehicles: fleet(), links: [link], station: simulation }),
  crowded: () =>
    buildSnapshot({
      vehicles: Array.from({ length: 24 }, (_, i) =>
        i % 8 === 7 ? buildDog({ id: String(i + 1), name: `R${(i + 1) / 8}` }) : buildVehicle({ id: String(i + 1) }),
      ),
      heat: Array.from({ length: 200 }, (_, i) =>
        buildHeat(i + 1, i % 6 === 0 ? { decision: decided(i % 12 === 0 ? "dismissed" : "confirmed") } : {}),
      ),
      links: [link],
      alerts: Array.from({ length: 9 }, (_, i) =>
        buildAlert({
          id: `alert-${i}`,
          code: "vehicle-message",
          vehicleId: String(i + 1),
          params: { text: "PreArm: Compass not calibrated" },
          severity: i % 2 === 0 ? "warning" : "info",
        }),
      ),
      station: simulation,
    }),
  trouble: () =>
    buildSnapshot({
      vehicles: [
        buildVehicle({
          id: "1",
          presence: { state: "lost", sinceMs: sceneNowMs - 68_500, lastHeardMs: sceneNowMs - 72_000 },
        }),
        buildVehicle({
          id: "2",
          mode: { atMs: sceneNowMs, name: "RTL", customMode: 6 },
          systemStatus: "critical",
          battery: { atMs: sceneNowMs - 500, fraction: 0.11, voltageV: 20.4, currentA: 24.8 },
          health: { atMs: sceneNowMs, ekf: "warn", unhealthy: ["mag", "optical_flow"], prearmReasons: [] },
          statusTexts: [
            { atMs: sceneNowMs - 40_000, severity: 4, text: "EKF3 lane switch 1", componentId: 1 },
            {
              atMs: sceneNowMs - 9_000,
              severity: 2,
              text: "Battery 1 is critical 20.40V used 4100 mAh",
              componentId: 1,
            },
            { atMs: sceneNowMs - 8_000, severity: 4, text: "Battery Failsafe - RTL", componentId: 1 },
          ],
          thermal: { state: "stalled" },
        }),
        buildDog({
          id: "3",
          armed: false,
          frozen: true,
          gps: { atMs: sceneNowMs, fix: "none", satellites: 3 },
          health: {
            atMs: sceneNowMs,
            armable: false,
            ekf: "bad",
            unhealthy: ["gps"],
            prearmReasons: ["PreArm: GPS 1: Bad fix", "PreArm: Need Position Estimate"],
          },
        }),
      ],
      heat: heat(),
      links: [
        link,
        buildLink({
          id: "link-2",
          spec: "serial:/dev/ttyUSB0:57600",
          state: "waiting",
          fault: { code: "device-missing", detail: "No such device: /dev/ttyUSB0" },
          channels: [],
        }),
      ],
      alerts: [
        buildAlert({ id: "a1", code: "vehicle-lost", severity: "critical", vehicleId: "1" }),
        buildAlert({
          id: "a2",
          code: "battery-critical",
          severity: "critical",
          vehicleId: "2",
          params: { percent: 11 },
        }),
        buildAlert({
          id: "a3",
          code: "link-fault",
          params: {
            link: "serial:/dev/ttyUSB0:57600",
            fault: "device-missing",
            detail: "No such device: /dev/ttyUSB0.",
          },
          count: 4,
        }),
        buildAlert({
          id: "a4",
          code: "record-recovered",
          severity: "info",
          active: false,
          params: { detail: "0.4 s of telemetry were lost." },
          acknowledged: { by: "Li", utcMs: sceneUtcMs - 500_000 },
        }),
      ],
    }),
  recordingFailed: () =>
    buildSnapshot({
      vehicles: fleet(),
      links: [link],
      station: { recording: { state: "failed", code: "disk-full", detail: "No space left in /data/lantern." } },
      alerts: [
        buildAlert({
          id: "a1",
          code: "recording-failed",
          severity: "critical",
          params: { fault: "disk-full", detail: "No space left in /data/lantern." },
        }),
        buildAlert({ id: "a2", code: "storage-low", params: { free: "0 MB", folder: "/data/lantern" } }),
      ],
    }),
} as const satisfies Readonly<Record<string, () => StateSnapshot>>;

export type FakeScene = keyof typeof fakeScenes;
