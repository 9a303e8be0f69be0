import type { ThermalPicture } from "./thermal-png.ts";
import type { ThermalEvent } from "./thermal-source.ts";

/** What a detector worker is started with. */
export interface DetectorTask {
  readonly host: string;
  readonly port: number;
}

export type ToDetector =
  | { readonly kind: "gsd"; readonly gsdM: number }
  | { readonly kind: "snapshot"; readonly id: number }
  | { readonly kind: "close" };

export type FromDetector =
  | { readonly kind: "event"; readonly event: ThermalEvent }
  | { readonly kind: "snapshot"; readonly id: number; readonly picture: ThermalPicture | undefined };
