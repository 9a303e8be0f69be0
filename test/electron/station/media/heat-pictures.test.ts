import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { HeatRecorder } from "../../../../electron/station/media/heat-recorder.ts";
import { heatFolder } from "../../../../electron/station/media/media-folders.ts";
import { openMissionMedia } from "../../../../electron/station/media/open-mission-media.ts";
import { openPieceFile } from "../../../../electron/station/media/piece-log/piece-writer.ts";
import type { HeatSource } from "../../../../shared/heat/heat-source.ts";
import { buildHeatSource } from "../../../support/heat-source.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-heat-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const picture = (...bytes: number[]) => new Uint8Array(bytes);

describe("pictures of heat sources", () => {
  it("are each kept with their version, by source and by vehicle, and asked for while they are recorded", async () => {
    let sources: ReadonlyMap<string, HeatSource> = new Map();
    let thumbnails: Record<string, Uint8Array> = {};
    let crops: Record<string, Uint8Array> = {};
    const recorder = new HeatRecorder({
      folder: heatFolder(folder),
      openFile: openPieceFile,
      onWritten: () => {},
      onFailed: () => {},
      position: () => 0,
      heat: {
        get sources() {
          return sources;
        },
        thumbnail: (id) => thumbnails[id],
        crop: (id, vehicleId) => crops[`${id}/${vehicleId}`],
      },
    });
    const media = await openMissionMedia({ folder });
    const crop = (vehicleId: string, version: number) => ({ vehicleId, version, utcMs: 0 });
    const show = (...shown: Partial<HeatSource>[]) => {
      sources = new Map(shown.map((one) => [one.id ?? "", buildHeatSource(one)]));
      recorder.look();
    };

    show({ id: "h1" });
    thumbnails = { h1: picture(1), h2: picture(2) };
    crops = { "h1/1": picture(11), "h1/2": picture(12) };
    show({ id: "h1", thumbnailVersion: 1, crops: [crop("1", 1)] }, { id: "h2", thumbnailVersion: 1 });
    thumbnails = { h1: picture(3), h2: picture(2) };
    crops = { "h1/1": picture(11), "h1/2": picture(12) };
    show({ id: "h1", thumbnailVersion: 4, crops: [crop("1", 1), crop("2", 4)] }, { id: "h2", thumbnailVersion: 1 });
    await recorder.flush();

    expect(await media.thumbnail("h1", 1)).toEqual(picture(1));
    expect(await media.thumbnail("h1", 3)).toEqual(picture(1));
    expect(await media.thumbnail("h1", 4)).toEqual(picture(3));
    expect(await media.thumbnail("h1", undefined)).toEqual(picture(3));
    expect(await media.thumbnail("h1", 0)).toEqual(picture(1));
    expect(await media.thumbnail("h2", 1)).toEqual(picture(2));
    expect(await media.thumbnail("h3", 1)).toBeUndefined();
    expect(await media.crop("h1", "1", 4)).toEqual(picture(11));
    expect(await media.crop("h1", "2", undefined)).toEqual(picture(12));
    expect(await media.crop("h2", "1", undefined)).toBeUndefined();
    crops = { "h1/1": picture(13), "h1/2": picture(12) };
    show({ id: "h1", thumbnailVersion: 4, crops: [crop("1", 5), crop("2", 4)] });
    await recorder.close();
    expect(await media.crop("h1", "1", 5)).toEqual(picture(13));
    expect(await media.crop("h1", "1", 4)).toEqual(picture(11));
    await media.close();
  });
});
