import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, expect, it } from "vitest";
import { openMissionMedia } from "../../../../electron/station/media/open-mission-media.ts";
import { picturesIn, readPieces } from "../../../support/framed-pieces.ts";
import { type RunningStation, runStation } from "../../../support/running-station.ts";

const recordFolder = mkdtempSync(join(tmpdir(), "lantern-killed-"));
let station: RunningStation | undefined;

afterAll(async () => {
  await station?.stop("SIGKILL");
  rmSync(recordFolder, { recursive: true, force: true });
});

it("leaves all pictures whole that were on the disk when its program is killed", {
  timeout: 120_000,
}, async () => {
  station = await runStation({ recordFolder });
  const root = join(recordFolder, "media");
  const sessions = () => readdirSync(recordFolder).includes("media") && readdirSync(root);
  const open = async () => {
    const [session] = sessions() || [];
    return session === undefined ? undefined : openMissionMedia({ folder: join(root, session) });
  };

  // Until three cameras have some seconds behind them; the pauses are those of the questions themselves.
  const untilMs = new Map<string, number>();
  for (let enough = false; !enough; ) {
    const media = await open();
    for (const { id, toMs } of media?.feeds ?? []) untilMs.set(id, toMs);
    enough = untilMs.size >= 3 && (media?.feeds.every(({ fromMs, toMs }) => toMs - fromMs > 3_000) ?? false);
    await media?.close();
    await station.get("/api/state");
  }
  await station.stop("SIGKILL");

  const media = await open();
  expect(media?.feeds.length).toBe(3);
  for (const { id, toMs } of media?.feeds ?? []) {
    const pictures = picturesIn(readPieces(await media?.pieces(id, 0, 1e9)));
    expect(pictures.length).toBeGreaterThan(4);
    expect(pictures.at(-1)?.captureMs).toBeCloseTo(toMs, 3);
    expect(toMs).toBeGreaterThanOrEqual(untilMs.get(id) ?? 0);
    for (const { data } of pictures.slice(-2)) expect((await sharp(data).metadata()).width).toBeGreaterThan(100);
  }
  await media?.close();
});
