import { statSync } from "node:fs";
import type { FeedPlace } from "./parse-feed-address.ts";
import { FfmpegSource } from "./source/ffmpeg-source.ts";
import { FolderSource, isPictureName } from "./source/folder-source.ts";
import type { PictureSource, SourceEvents } from "./source/picture-source.ts";
import { Y16Source } from "./source/y16-source.ts";

export interface SourceOptions {
  readonly place: FeedPlace;
  /** Without passwords. */
  readonly shown: string;
  readonly latencyMs: number;
  readonly latencySigmaMs: number;
  /** The main thread's monotonic clock, ms. */
  readonly now: () => number;
  readonly events: SourceEvents;
}

/** Begins to read pictures from where an address says. */
export const openSource = ({ place, ...options }: SourceOptions): PictureSource => {
  if (place.kind === "y16") return new Y16Source({ ...options, ...place });
  if (place.kind === "path" && (isPictureName(place.path) || isFolder(place.path))) {
    return new FolderSource({ ...options, place });
  }
  return new FfmpegSource({ ...options, place });
};

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
