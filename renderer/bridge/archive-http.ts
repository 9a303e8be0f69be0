import type { ArchiveList, MissionDetails, VerifyAnswer } from "../../shared/wire/archive.ts";
import { archiveBase } from "./archive-stream.ts";

/** What the station said, or why it said nothing: 404, 403 and the rest. */
export type ArchiveAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly code: "unknown-mission" | "not-allowed" | "no-answer";
      readonly detail: string;
    };

const faults: Readonly<Record<number, "unknown-mission" | "not-allowed">> = {
  401: "not-allowed",
  403: "not-allowed",
  404: "unknown-mission",
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const ask = async <T>(
  address: string,
  isWhole: (body: Record<string, unknown>) => boolean,
  init: RequestInit = {},
): Promise<ArchiveAnswer<T>> => {
  try {
    const response = await fetch(address, { credentials: "same-origin", cache: "no-store", ...init });
    const detail = `HTTP ${response.status}`;
    if (!response.ok) return { ok: false, code: faults[response.status] ?? "no-answer", detail };
    const body: unknown = await response.json();
    return isRecord(body) && isWhole(body) ? { ok: true, value: body as T } : { ok: false, code: "no-answer", detail };
  } catch (error) {
    return { ok: false, code: "no-answer", detail: error instanceof Error ? error.message : String(error) };
  }
};

/** Never throws. */
export const fetchArchive = (signal?: AbortSignal): Promise<ArchiveAnswer<ArchiveList>> =>
  ask("/api/archive", (body) => Array.isArray(body.missions), signal === undefined ? {} : { signal });

/** Never throws. */
export const fetchMission = (missionId: string, signal?: AbortSignal): Promise<ArchiveAnswer<MissionDetails>> =>
  ask(
    archiveBase(missionId),
    (body) => isRecord(body.summary) && isRecord(body.timeline) && Array.isArray(body.notes),
    signal === undefined ? {} : { signal },
  );

/** Checks all that a mission is made of; takes as long as reading it. Never throws. */
export const verifyMission = (missionId: string): Promise<ArchiveAnswer<VerifyAnswer>> =>
  ask(`${archiveBase(missionId)}/verify`, (body) => Array.isArray(body.checked), { method: "POST" });
