import type { Readable } from "node:stream";
import type { BaseMap } from "../../../shared/geo/base-map.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Principal } from "../../../shared/incident/roles.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { WrittenPlanFile } from "../../../shared/plan/formats/write-plan-file.ts";
import type { FeedLook, FeedMessage } from "../../../shared/wire/feeds.ts";
import type { Whereabouts } from "../../../shared/wire/incident.ts";
import type { Operator } from "../../../shared/wire/operations.ts";
import type { ParameterFileDiff, ParameterList } from "../../../shared/wire/parameters.ts";
import type { PlanFormat } from "../../../shared/wire/plans.ts";
import type { Request, RequestResult, SteerRequest } from "../../../shared/wire/requests.ts";
import type { Tracks } from "../../../shared/wire/search-answers.ts";
import type { StateSnapshot } from "../../../shared/wire/state.ts";
import type { VideoMessage } from "../../../shared/wire/video-message.ts";
import type { ArchiveDesk } from "../archive/desk/archive-desk.ts";
import type { MissionFiles } from "../archive/desk/mission-files.ts";
import type { LabelledExample } from "../examples/labelled-example.ts";
import type { FileDesk } from "../field/file-desk.ts";
import type { HelpLine } from "../field/help-line.ts";
import type { IncidentService } from "../incident/incident-service.ts";
import type { InviteLookUp } from "../incident/invites.ts";
import type { ReportDesk } from "../reports/report-desk.ts";
import type { SearchService } from "../search/search-service.ts";
import type { StationClock } from "../station-clock.ts";

export interface ParameterService {
  list(vehicleId: string): ParameterList | undefined;
  file(vehicleId: string): { readonly name: string; readonly text: string } | undefined;
  diff(vehicleId: string, text: string): ParameterFileDiff | "bad-file" | undefined;
}

export interface PlanFileService {
  /** Makes a plan of a file; its bytes are handed over. */
  import(file: {
    readonly name: string;
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly vehicleId: string;
    readonly by: string;
  }): Promise<RequestResult>;
  /** Undefined where there is no such plan. */
  export(planId: string, format: PlanFormat): WrittenPlanFile | undefined;
}

/** A picture as a PNG, with the temperatures of black and white where known. */
export interface ShownPicture {
  readonly png: Uint8Array;
  readonly range?: { readonly lowK: number; readonly highK: number };
}

/** One screen that watches a feed. */
export interface FeedWatcher {
  message(message: FeedMessage): void;
  picture(piece: VideoMessage): void;
  /** The feed is gone, or another one has its name: watch anew. */
  gone(): void;
}

/** How it wants its pictures; absent: as it suits the source. */
export interface FeedAsked {
  readonly delivery?: "jpeg";
  /** Of JPEGs no more than so many a second. */
  readonly jpegsPerS?: number;
}

export interface FeedService {
  /** It can be watched now. */
  has(feedId: string): boolean;
  /** @returns stops it, or undefined where there is no such feed or nothing of it is open */
  watch(feedId: string, watcher: FeedWatcher, asked: FeedAsked): (() => void) | undefined;
  /** What lies there, x and y 0 to 1 from the top left; undefined without a picture. */
  look(feedId: string, x: number, y: number): Promise<FeedLook | undefined>;
  /** The newest picture, small. */
  picture(feedId: string): Promise<ShownPicture | undefined>;
}

/** What the server asks of the station; nothing here knows HTTP. */
export interface StationService {
  snapshot(): StateSnapshot;
  /** @param principal as whom it came in; absent: the station itself */
  request(request: Request, principal?: Principal): Promise<RequestResult>;
  /** Ways in by a link. */
  readonly invites: {
    /** Undefined for a token that is none. */
    lookUp(token: string): InviteLookUp | undefined;
    standing(inviteId: string): InviteLookUp;
    /** One of them may have been withdrawn. @returns stops it */
    onChanged(listener: () => void): () => void;
  };
  /** What phones see of the incident that is shown. */
  readonly field: {
    readonly things: ReadonlyMap<string, Thing>;
    readonly whereabouts: ReadonlyMap<string, Whereabouts>;
    /** Where a map starts. */
    readonly centre: LatLon | undefined;
    readonly clock: Pick<StationClock, "utcMs" | "rate">;
  };
  /** Calls for help that the incident's log can't take. */
  readonly help: Pick<HelpLine, "calledOutside" | "answered">;
  /** The logs of incidents as a whole. */
  readonly incidents: Pick<IncidentService, "list" | "log" | "merge">;
  /** Where everybody went in an incident; undefined where there is no such incident. */
  tracks(incidentId: string): Tracks | undefined;
  /** Photos of incidents. */
  readonly files: Pick<FileDesk, "keep" | "file" | "preview">;
  /** The probability map, and datasets to be compared with the search. */
  readonly search: SearchService;
  /** Missions that were recorded or brought in. */
  readonly archive: Pick<ArchiveDesk, "list" | "details" | "take" | "on">;
  readonly missionFiles: MissionFiles;
  /** Reports, forms and exports of incidents. */
  readonly reports: Pick<ReportDesk, "report" | "form" | "export" | "print">;
  /** A person's screen is connected. @returns call it when the screen goes */
  join(operator: Operator): () => void;
  /** Where a stick is; nobody waits for an answer. */
  steer(request: SteerRequest): void;
  /** The vehicles' own settings; each undefined where there is no such vehicle, or no file to make. */
  readonly parameters: ParameterService;
  /** Plans from files, and as files. */
  readonly planFiles: PlanFileService;
  /** The offline base map with its heights (m MSL, row-major), where there is one. */
  baseMap(): { readonly baseMap: BaseMap; readonly heightsMslM: Float32Array } | undefined;
  /** PNG of the best crop; undefined where there is no such source or no crop yet. */
  thumbnail(heatId: string): Uint8Array | undefined;
  /** PNG of the best crop by one vehicle. */
  crop(heatId: string, vehicleId: string): Uint8Array | undefined;
  /** The newest thermal picture of a vehicle; undefined where it shows none. */
  thermalPicture(vehicleId: string): Promise<ShownPicture | undefined>;
  readonly feeds: FeedService;
  /** What people decided, as pictures to learn from. */
  readonly examples: {
    list(): Promise<readonly LabelledExample[]>;
    /** Undefined where none are kept. */
    zip(): Readable | undefined;
  };
  /** Keeps and uses a height model; its bytes are handed over. */
  addTerrain(file: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }): Promise<RequestResult>;
}
