import type { BaseMap } from "../../../shared/geo/base-map.ts";
import type { WrittenPlanFile } from "../../../shared/plan/formats/write-plan-file.ts";
import type { Operator } from "../../../shared/wire/operations.ts";
import type { ParameterFileDiff, ParameterList } from "../../../shared/wire/parameters.ts";
import type { PlanFormat } from "../../../shared/wire/plans.ts";
import type { Request, RequestResult, SteerRequest } from "../../../shared/wire/requests.ts";
import type { StateSnapshot } from "../../../shared/wire/state.ts";

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

/** What the server asks of the station; nothing here knows HTTP. */
export interface StationService {
  snapshot(): StateSnapshot;
  request(request: Request): Promise<RequestResult>;
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
  /** The newest thermal frame as a PNG, with the temperatures of black and white where known; undefined where the vehicle shows none. */
  thermalPicture(
    vehicleId: string,
  ): Promise<
    { readonly png: Uint8Array; readonly range?: { readonly lowK: number; readonly highK: number } } | undefined
  >;
}
