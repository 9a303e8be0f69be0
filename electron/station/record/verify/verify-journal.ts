import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { VerifyAnswer } from "../../../../shared/wire/archive.ts";
import { ChunkFrames, headOf } from "../../journal/chunk-frames.ts";
import type { ChunkListing } from "../../journal/chunk-summary.ts";
import { ChunkList, chunkFiles } from "../../journal/chunk-table.ts";
import { entriesNamed, sealedName } from "../../journal/journal-line.ts";
import { readEntry, readOpenChunk, readSealedChunk } from "../../journal/read-chunk.ts";
import type { StoredChain } from "../hash-chain.ts";

type Checked = VerifyAnswer["checked"][number];

/** The hash that a finished chunk's last line gives, and that of everything before it. */
const sealOf = (text: string): { readonly given: unknown; readonly made: string } => {
  const body = text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1);
  const seal: unknown = JSON.parse(text.slice(body.length));
  const given = typeof seal === "object" && seal !== null && "sha256" in seal ? seal.sha256 : undefined;
  return { given, made: createHash("sha256").update(body).digest("hex") };
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

interface ChunkPlace {
  readonly sessionId: string;
  readonly journal: string;
  readonly isSealed: boolean;
  readonly n: number;
  /** Hash of the chunk before. */
  readonly previous: string;
  readonly listing: ChunkListing | undefined;
  readonly chain: StoredChain | undefined;
}

/**
 * Checks one chunk. Throws what is wrong with what can't be read.
 * @param seen entries that were read before
 * @returns undefined where there is nothing to check yet; else what is wrong, or its hash once it is finished
 */
const checkChunk = async (
  { sessionId, journal, isSealed, n, previous, listing, chain }: ChunkPlace,
  seen: Set<string>,
): Promise<{ readonly fault: string } | { readonly sha256: string | undefined } | undefined> => {
  const text = isSealed ? await readSealedChunk(journal, n) : await openText(journal, n);
  // It was being written and got nothing to the disk, or was finished since we looked.
  if (text === undefined) return undefined;
  const head = headOf(text);
  if (head.session !== sessionId || head.chunk !== n) return { fault: "is another one under this name." };
  if (head.previous !== previous) return { fault: `does not follow on chunk ${n - 1}.` };
  const { given, made } = isSealed ? sealOf(text) : {};
  if (given !== made) return { fault: "was changed: its hash is not that of its content." };
  const unlisted = isSealed ? await misfit(journal, { text, listing }) : undefined;
  if (unlisted !== undefined) return { fault: unlisted };
  if (isSealed && chain?.rows === n && chain.head !== made) return { fault: "is not the one that was recorded." };
  for (const sha256 of entriesNamed(text)) {
    if (!seen.has(sha256)) await readEntry(journal, sha256);
    seen.add(sha256);
  }
  const { count } = new ChunkFrames(text, () => ({}));
  return count === 0 && isSealed ? { fault: "has no state." } : { sha256: made };
};

/**
 * Checks the chunks of a session's journal: each by its hash, by the hash of the one before it, and the last by what the database
 * says.
 * @param chain as it was before the files are looked at: chunks may come meanwhile
 */
export const verifyJournal = async (
  folder: string,
  { sessionId, chain }: { readonly sessionId: string; readonly chain: StoredChain | undefined },
): Promise<Checked | undefined> => {
  const journal = join(folder, "journal", sessionId);
  const files = await chunkFiles(journal);
  const numbers = [...new Set([...files.sealed, ...files.open])].sort((a, b) => a - b);
  if (numbers.length === 0 && chain === undefined) return undefined;
  const list = new ChunkList(journal);
  await list.refresh();
  const name = `journal ${sessionId}`;
  const seen = new Set<string>();
  let previous = "";
  let records = 0;
  const fault = (text: string): Checked => ({ name, ok: false, records, fault: text });
  for (const n of numbers) {
    if (n !== records + 1) return fault(`Chunk ${records + 1} is gone.`);
    try {
      const place = { sessionId, journal, isSealed: files.sealed.has(n), n, previous };
      const checked = await checkChunk({ ...place, listing: list.listings.get(n), chain }, seen);
      if (checked === undefined) continue;
      if ("fault" in checked) return fault(`Chunk ${n} ${checked.fault}`);
      records = n;
      previous = checked.sha256 ?? previous;
    } catch (error) {
      return fault(`Chunk ${n} is damaged: ${reasonOf(error)}.`);
    }
  }
  if (chain !== undefined && records < chain.rows) return fault(`Chunk ${records + 1} is gone.`);
  return { name, ok: true, records };
};

/** What the list of finished chunks says otherwise: timelines are made of it. */
const misfit = async (
  journal: string,
  { text, listing }: { readonly text: string; readonly listing: ChunkListing | undefined },
): Promise<string | undefined> => {
  // It may have been finished since the list was read; without a list the chunks are read.
  if (listing === undefined) return undefined;
  const { chunk, crc32: listed, summary } = listing;
  if (crc32(await readFile(join(journal, sealedName(chunk)))) !== listed) return "was changed: its checksum is wrong.";
  const told = JSON.stringify({ summary });
  return text.includes(`\n${told}\n`) ? undefined : "is told of otherwise in the list of chunks.";
};

const openText = async (journal: string, n: number): Promise<string | undefined> => {
  const bytes = await readOpenChunk(journal, n).catch(() => undefined);
  const text = bytes?.subarray(0, bytes.lastIndexOf(0x0a) + 1).toString("utf8");
  if (text === undefined) return readSealedChunk(journal, n).catch(() => undefined);
  return text === "" ? undefined : text;
};
