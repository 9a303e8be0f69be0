import type { CameraModel } from "../../../shared/heat/camera-model.ts";
import type { Georeference } from "../../../shared/heat/georeference.ts";
import type { HotSpot } from "../../../shared/heat/heat-source.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";

/** One picture of a thermal camera, its spots placed with whatever correction applies now. */
export interface NotedFrame {
  readonly vehicleId: VehicleId;
  readonly camera: CameraModel;
  /** As the camera says, by the vehicle's clock: nothing corrected. */
  readonly captureVehicleMs: number;
  readonly captureSigmaMs: number;
  readonly spots: readonly {
    readonly spot: Pick<HotSpot, "xPx" | "yPx" | "widthPx" | "heightPx">;
    readonly placed: Georeference;
    /** The source that it became part of, if any. */
    readonly heatId?: string | undefined;
  }[];
  /** When it arrived, station clock and UTC, ms. */
  readonly nowMs: number;
  readonly utcMs: number;
}
