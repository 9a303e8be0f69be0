import { basename } from "node:path";
import type { ExportMark, ExportMeta, ExportTrack, TrackPoint } from "../../../../shared/archive/export/track.ts";
import { LogFactBook, type VehicleFacts } from "../../../../shared/archive/facts/log-facts.ts";
import type { MissionItemFact } from "../../../../shared/archive/facts/mission-facts.ts";
import type { MavlinkMessage } from "../../../../shared/mavlink/messages.ts";
import { degToRad, wrapTurn } from "../../../../shared/units/angle.ts";
import { placeE7 } from "../../../../shared/vehicle/wire-values.ts";
import { type LogWindow, mapMessages, type WindowFrame } from "./log-window.ts";

const positionId = 33;
const cameraFeedbackId = 180;
const imageCapturedId = 263;
const unknownHeading = 0xffff;
const mainMission = 0;

const utcMsOf = ({ utcUs }: WindowFrame): { readonly utcMs?: number } =>
  utcUs === undefined ? {} : { utcMs: utcUs / 1000 };

const pointOf = (message: MavlinkMessage, frame: WindowFrame): TrackPoint | undefined => {
  if (message.name !== "GLOBAL_POSITION_INT") return undefined;
  const { lat, lon, alt, relativeAlt, vx, vy, hdg } = message.fields;
  const place = placeE7(lat, lon);
  if (place === undefined) return undefined;
  return {
    ...place,
    ...utcMsOf(frame),
    altMslM: alt / 1000,
    aboveHomeM: relativeAlt / 1000,
    speedMps: Math.hypot(vx, vy) / 100,
    ...(hdg === unknownHeading ? {} : { headingRad: wrapTurn(degToRad(hdg / 100)) }),
  };
};

/** MAV_FRAME_GLOBAL(_INT): z above mean sea level. MAV_FRAME_GLOBAL_RELATIVE_ALT(_INT): above home. */
const mslFrames: ReadonlySet<number> = new Set([0, 5]);
const relativeFrames: ReadonlySet<number> = new Set([3, 6]);

const itemMark = (vehicleId: string, item: MissionItemFact): ExportMark | undefined => {
  const place = placeE7(item.x, item.y);
  if (place === undefined || !(mslFrames.has(item.frame) || relativeFrames.has(item.frame))) return undefined;
  const height = mslFrames.has(item.frame) ? { altMslM: item.z } : { aboveHomeM: item.z };
  const text = `MAV_CMD ${item.command}, ${item.z} m above ${mslFrames.has(item.frame) ? "mean sea level" : "home"}`;
  return { ...place, ...height, kind: "mission-item", name: `${vehicleId}: ${item.seq}`, vehicleId, text };
};

/** Item 0 is home in ArduPilot's missions, and home is marked by itself. */
const missionMarks = ({ systemId, mission }: VehicleFacts): ExportMark[] => {
  const isMain = ({ missionType }: { missionType: number }) => missionType === mainMission;
  const transfer = mission.readBack.find(isMain) ?? mission.uploaded.find(isMain);
  return (transfer?.items ?? []).flatMap((item) => (item.seq === 0 ? [] : (itemMark(String(systemId), item) ?? [])));
};

const homeMark = ({ systemId, position: { home } }: VehicleFacts): ExportMark[] => {
  if (home === undefined) return [];
  const { latDeg, lonDeg, altMslM, timeUs } = home;
  const time = timeUs === undefined ? {} : { utcMs: timeUs / 1000 };
  return [
    { ...{ latDeg, lonDeg, altMslM }, ...time, kind: "home", name: `${systemId}: home`, vehicleId: String(systemId) },
  ];
};

const photoMark = (message: MavlinkMessage, whole: WindowFrame): ExportMark | undefined => {
  const vehicleId = String(whole.frame.systemId);
  const mark = (lat: number, lon: number, altMslM: number, index: number): ExportMark | undefined => {
    const place = placeE7(lat, lon);
    const name = `${vehicleId}: photo ${index}`;
    return place === undefined ? undefined : { ...place, ...utcMsOf(whole), altMslM, kind: "photo", name, vehicleId };
  };
  if (message.name === "CAMERA_FEEDBACK") {
    const { lat, lng, altMsl, imgIdx } = message.fields;
    return mark(lat, lng, altMsl, imgIdx);
  }
  if (message.name === "CAMERA_IMAGE_CAPTURED") {
    const { lat, lon, alt, imageIndex } = message.fields;
    return mark(lat, lon, alt / 1000, imageIndex);
  }
  return undefined;
};

/** The ways of a log's vehicles, and its marks, to be written in any format. */
export const logTracks = async (
  window: LogWindow,
): Promise<{ readonly tracks: readonly ExportTrack[]; readonly meta: ExportMeta }> => {
  const book = new LogFactBook();
  const fold = mapMessages(
    window,
    (id) => book.wants(id),
    (message, { frame, utcUs }) => {
      book.add(message, { utcUs, systemId: frame.systemId, componentId: frame.componentId });
      return undefined;
    },
  );
  for await (const _ of fold);
  const { vehicles } = book.facts;
  const tracks = vehicles
    .filter(({ position }) => position.positions > 0)
    .map(({ systemId, flight: { kind } }): ExportTrack => {
      const points = () =>
        mapMessages(
          window,
          (id) => id === positionId,
          (message, whole) => (whole.frame.systemId === systemId ? pointOf(message, whole) : undefined),
        );
      return { id: String(systemId), name: `Vehicle ${systemId}`, ...(kind === undefined ? {} : { kind }), points };
    });
  const fixed = vehicles.flatMap((vehicle) => [...homeMark(vehicle), ...missionMarks(vehicle)]);
  async function* marks(): AsyncGenerator<readonly ExportMark[]> {
    yield fixed;
    yield* mapMessages(window, (id) => id === cameraFeedbackId || id === imageCapturedId, photoMark);
  }
  // The file's name may tell where it was made.
  const name = window.anonymiser === undefined ? basename(window.path) : "Anonymised log";
  return { tracks, meta: { name, marks } };
};
