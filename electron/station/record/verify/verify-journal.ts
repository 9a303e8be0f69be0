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

/**
 * Checks the chunks of a session's journal: each by its hash, by the hash of the one before it, and the last by what the database
 * says.
 * @param chain as it was before the files are looked at: chunks may come meanwhile
 */
export const verifyJournal = async (
  folder: string,
  { sessionId, chain }: { readonly sessionId: string; readonly chain: StoredChain | undefined },
): Promise<Checked | undefined> => {
  const name = `journal ${sessionId}`;
  const files = await chunkFiles(join(folder, "journal", sessionId));
  const numbers = [...new Set([...files.sealed, ...files.open])].sort((a, b) => a - b);
  if (numbers.length === 0 && chain === undefined) return undefined;
  const journal = join(folder, "journal", sessionId);
  const list = new ChunkList(journal);
  await list.refresh();
  const entries = new Set<string>();
  let previous = "";
  let records = 0;
  const fault = (text: string): Checked => ({ name, ok: false, records, fault: text });
  for (const n of numbers) {
    if (n !== records + 1) return fault(`Chunk ${records + 1} is gone.`);
    try {
      const isSealed = files.sealed.has(n);
      const text = isSealed ? await readSealedChunk(journal, n) : await openText(journal, n);
      // It was being written and got nothing to the disk, or was finished since we looked.
      if (text === undefined) continue;
      const head = headOf(text);
      if (head.session !== sessionId || head.chunk !== n) return fault(`Chunk ${n} is another one under this name.`);
      if (head.previous !== previous) return fault(`Chunk ${n} does not follow on chunk ${n - 1}.`);
      if (isSealed) {
        const { given, made } = sealOf(text);
        if (given !== made) return fault(`Chunk ${n} was changed: its hash is not that of its content.`);
        const unlisted = await misfit(journal, { text, listing: list.listings.get(n) });
        if (unlisted !== undefined) return fault(`Chunk ${n} ${unlisted}`);
        if (chain?.rows === n && chain.head !== made) return fault(`Chunk ${n} is not the one that was recorded.`);
        previous = made;
      }
      for (const sha256 of entriesNamed(text)) if (!entries.has(sha256)) await readEntry(journal, sha256);
      const frames = new ChunkFrames(text, () => ({}));
      records = n;
      if (frames.count === 0 && isSealed) return fault(`Chunk ${n} has no state.`);
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
