import { z } from "zod";
import { OperatorInput } from "./operator-input.ts";

const id = z.string().min(1).max(64);
const operator = OperatorInput.exactOptional();
/** No mission is longer than 30 years. */
const positionMs = z.number().min(0).max(1e12);

/** What people ask of the archive. Nothing here changes what was recorded: notes, names and offsets lie beside it. */
export const archiveRequests = [
  /** Writes a note at an instant, or over the one with that id; without text it is a bookmark. */
  z.strictObject({
    kind: z.literal("archive.note"),
    missionId: id,
    note: z.strictObject({
      id,
      positionMs,
      text: z.string().max(4_000),
      place: z
        .strictObject({ latDeg: z.number().min(-90).max(90), lonDeg: z.number().min(-180).max(180) })
        .exactOptional(),
    }),
    by: z.string().min(1).max(80).exactOptional(),
    operator,
  }),
  z.strictObject({ kind: z.literal("archive.note-remove"), missionId: id, noteId: id, operator }),
  z.strictObject({
    kind: z.literal("archive.rename"),
    missionId: id,
    name: z.string().trim().min(1).max(120),
    operator,
  }),
  /** Takes an imported mission away, its files too. What this station recorded itself stays. */
  z.strictObject({ kind: z.literal("archive.remove"), missionId: id, operator }),
  /** Moves a log on its mission's clock; `null`: as it was estimated. */
  z.strictObject({
    kind: z.literal("archive.offset"),
    missionId: id,
    log: z.int().min(0).max(999),
    offsetMs: z.nullable(z.number().min(-1e12).max(1e12)),
    operator,
  }),
  /** Says where a video that was brought in begins on its mission's clock, ms; `null`: where its file says. */
  z.strictObject({
    kind: z.literal("archive.video-offset"),
    missionId: id,
    feedId: z.string().min(1).max(300),
    offsetMs: z.nullable(z.number().min(-1e12).max(1e12)),
    operator,
  }),
] as const;
