import { type FeedMessage, FeedMessageSchema } from "../../shared/wire/feeds.ts";
import { decodeVideoMessage, type VideoMessage } from "../../shared/wire/video-message.ts";

/** What a feed's pieces say, in their order; throws on what is none. */
export const readPieces = (bytes: Uint8Array | undefined): (FeedMessage | VideoMessage)[] => {
  if (bytes === undefined) throw new Error("There is no such feed.");
  const found: (FeedMessage | VideoMessage)[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at, true);
    const piece = bytes.subarray(at + 5, at + 5 + length);
    if (piece.length !== length) throw new Error(`A piece of ${length} bytes was cut to ${piece.length}.`);
    if (bytes[at + 4] === 0) found.push(FeedMessageSchema.parse(JSON.parse(new TextDecoder().decode(piece))));
    else {
      const picture = decodeVideoMessage(piece);
      if (picture === undefined) throw new Error("That is no video message.");
      found.push(picture);
    }
    at += 5 + length;
  }
  return found;
};

export const picturesIn = (pieces: readonly (FeedMessage | VideoMessage)[]): VideoMessage[] =>
  pieces.flatMap((piece) => ("kind" in piece ? [piece] : []));
