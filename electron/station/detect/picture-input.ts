import { readdir, stat } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { shownAddress } from "../../../hardware/thermal/shown-address.ts";
import { isStillName, readStill } from "../../../hardware/thermal/stills/read-still.ts";
import { readStream } from "../../../hardware/thermal/stills/read-stream.ts";
import { readVideo } from "../../../hardware/thermal/stills/read-video.ts";
import type { GreyPicture } from "../../../shared/heat/network/grey-picture.ts";

/** One after the other; `fileName` is what the results call it. */
export type InputPicture =
  | {
      readonly ok: true;
      readonly fileName: string;
      readonly picture: GreyPicture;
      /** Of the picture that the boxes are for, px. */
      readonly shown: { readonly widthPx: number; readonly heightPx: number };
    }
  | { readonly ok: false; readonly fileName: string; readonly detail: string };

/** Where pictures come from; `count` where it is known beforehand. */
export type PictureInput =
  | {
      readonly ok: true;
      readonly count?: number;
      /** @returns why it ended early, if it did */
      each(look: (picture: InputPicture) => Promise<void>): Promise<string | undefined>;
    }
  | { readonly ok: false; readonly detail: string };

export interface InputOptions {
  readonly ffmpeg: string;
  readonly seconds?: number;
  readonly signal: AbortSignal;
}

const isAddress = (input: string): boolean => /^([a-z][a-z0-9+.-]+:\/\/|v4l2:)/i.test(input);

/** Finds out what the input is. Never throws for what a person may type. */
export const openInput = async (input: string, options: InputOptions): Promise<PictureInput> => {
  if (isAddress(input)) return streamInput(input, options);
  const status = await stat(input).catch(() => undefined);
  if (!status) return { ok: false, detail: `${input}: there is no such file or folder.` };
  if (!status.isDirectory()) {
    return isStillName(input)
      ? stillsInput([{ path: input, fileName: basename(input) }], options)
      : videoInput(input, options);
  }
  const entries = await readdir(input, { recursive: true, withFileTypes: true });
  const stills = entries
    .filter((entry) => !entry.isDirectory() && isStillName(entry.name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path, fileName: relative(input, path).split(sep).join("/") };
    })
    .sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
  if (stills.length === 0) return { ok: false, detail: `${input}: no images (JPEG, PNG, TIFF) in this folder.` };
  return stillsInput(stills, options);
};

interface StillFile {
  readonly path: string;
  readonly fileName: string;
}

const stillsInput = (files: readonly StillFile[], { signal }: InputOptions): PictureInput => ({
  ok: true,
  count: files.length,
  async each(look) {
    const read = (file: StillFile | undefined) => file && readStill(file.path);
    // The next file is decoded while the network looks at this one.
    let next = read(files[0]);
    for (const [index, { fileName }] of files.entries()) {
      if (signal.aborted) break;
      const still = await next;
      next = read(files[index + 1]);
      if (still) await look({ ...still, fileName });
    }
    return undefined;
  },
});

const nameOfPicture = (name: string, index: number): string => `${name}#${String(index).padStart(6, "0")}`;

const videoInput = (path: string, { ffmpeg, seconds, signal }: InputOptions): PictureInput => ({
  ok: true,
  async each(look) {
    const reading = { path, ffmpeg, signal, ...(seconds === undefined ? {} : { seconds }) };
    const end = await readVideo(reading, (picture, index) =>
      look({ ok: true, fileName: nameOfPicture(basename(path), index), picture, shown: picture }),
    );
    return end.ok ? undefined : end.detail;
  },
});

const streamInput = (address: string, { seconds, signal }: InputOptions): PictureInput => ({
  ok: true,
  async each(look) {
    const reading = { address, signal, ...(seconds === undefined ? {} : { seconds }) };
    const end = await readStream(reading, (picture, index) =>
      look({ ok: true, fileName: nameOfPicture(shownAddress(address), index), picture, shown: picture }),
    );
    return end.ok ? undefined : end.detail;
  },
});
