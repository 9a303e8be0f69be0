import { FeedMessageSchema } from "../../shared/wire/feeds.ts";
import { decodeVideoMessage, type VideoMessage } from "../../shared/wire/video-message.ts";
import type { FeedBoxes, FeedConfig } from "./feed-video.ts";

/** A recorded picture, or piece of a stream, with what it means; its capture is on the mission's clock. */
export interface ArchivedPicture extends VideoMessage {
  readonly config: FeedConfig;
}

export interface ArchivedPieces {
  /** In the order in which they are decoded. */
  readonly pictures: readonly ArchivedPicture[];
  readonly boxes: readonly FeedBoxes[];
}

const headerBytes = 5;

/**
 * Takes apart what `GET /api/archive/ID/feeds/FEED/pieces` answers: each piece with its length before it (uint32, little-endian),
 * then 0 for a text or 1 for a video message. What is cut or malformed is left out.
 */
export const parseArchivedPieces = (bytes: Uint8Array): ArchivedPieces => {
  const pictures: ArchivedPicture[] = [];
  const boxes: FeedBoxes[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let config: FeedConfig | undefined;
  for (let at = 0; at + headerBytes <= bytes.length; ) {
    const length = view.getUint32(at, true);
    const piece = bytes.subarray(at + headerBytes, at + headerBytes + length);
    if (piece.length < length) break;
    if (bytes[at + 4] === 0) {
      const message = parseText(piece);
      if (message?.type === "config") config = message;
      if (message?.type === "boxes") boxes.push(message);
    } else {
      const picture = decodeVideoMessage(piece);
      if (picture !== undefined && config !== undefined) pictures.push({ ...picture, config });
    }
    at += headerBytes + length;
  }
  return { pictures, boxes };
};

const parseText = (piece: Uint8Array): FeedConfig | FeedBoxes | undefined => {
  try {
    return FeedMessageSchema.safeParse(JSON.parse(new TextDecoder().decode(piece))).data;
  } catch {
    return undefined;
  }
};
