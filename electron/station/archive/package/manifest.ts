import { z } from "zod";
import { nameFault } from "./file-name.ts";

/**
 * A mission file, `.lantern`: a zip (deflate or stored, zip64 where needed, names in UTF-8, no encryption) that another Lantern
 * opens whole. Its last entry is `manifest.json`, which lists every other entry with length and SHA-256; an entry that isn't
 * listed, or that is listed and missing, makes the file no mission file. What lies where:
 *
 * | name | what |
 * |---|---|
 * | `mission.json` | what the mission is and which logs and videos it has, see `mission-folder.ts`. Absent: made of the manifest |
 * | `telemetry/*.tlog` | telemetry: 8 bytes of big-endian microseconds since 1970, then the MAVLink frame, repeated |
 * | `lantern.db` | of a recorded mission: its events, incident, heat sources (SQLite), with their hash chains |
 * | `journal/SESSION/...` | of a recorded mission: what its screens showed, as the station kept it |
 * | `media/SESSION/...` | pictures of its feeds, thumbnails, versions of the probability map |
 * | `events.jsonl`, `incidents/*.jsonl` | the same events as text, one JSON a line, for other programs |
 * | `notes.json` | notes and bookmarks |
 * | `originals/...`, others | files as they were imported |
 */
export const manifestName = "manifest.json";

const FileName = z.string().refine((name) => nameFault(name) === undefined, "is no safe name");

const Manifest = z.object({
  format: z.literal("lantern-mission"),
  version: z.literal(1),
  program: z.object({ name: z.string().max(80), version: z.string().max(80) }),
  createdUtcMs: z.number(),
  mission: z.object({
    id: z.string().min(1).max(80),
    name: z.string().min(1).max(200),
    kind: z.enum(["recorded", "log"]),
    startUtcMs: z.number().exactOptional(),
    durationMs: z.number().min(0).exactOptional(),
    vehicles: z.array(z.string().max(80)).max(1_000).exactOptional(),
    incidents: z.array(z.string().max(200)).max(1_000).exactOptional(),
    /** Positions moved, names and photos left out. */
    anonymised: z.boolean().exactOptional(),
  }),
  files: z.array(
    z.object({
      name: FileName,
      bytes: z.number().int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
/** What `manifest.json` says. */
export type Manifest = z.infer<typeof Manifest>;

export type ManifestRead =
  | { readonly ok: true; readonly manifest: Manifest }
  | { readonly ok: false; readonly code: "not-a-package" | "newer"; readonly detail: string };

export const parseManifest = (text: string): ManifestRead => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, code: "not-a-package", detail: "Its manifest is no JSON." };
  }
  const version = z.object({ format: z.literal("lantern-mission"), version: z.number() }).safeParse(json);
  if (!version.success) return { ok: false, code: "not-a-package", detail: "Its manifest isn't that of a mission." };
  if (version.data.version > 1)
    return { ok: false, code: "newer", detail: "It was packed by a newer Lantern: update this one to open it." };
  const parsed = Manifest.safeParse(json);
  if (parsed.success) return { ok: true, manifest: parsed.data };
  const issue = parsed.error.issues[0];
  return {
    ok: false,
    code: "not-a-package",
    detail: `Its manifest is wrong at ${issue?.path.join(".")}: ${issue?.message}.`,
  };
};
