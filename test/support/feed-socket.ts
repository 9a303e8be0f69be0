import { WebSocket } from "ws";
import { type FeedMessage, FeedMessageSchema } from "../../shared/wire/feeds.ts";
import { decodeVideoMessage, type VideoMessage } from "../../shared/wire/video-message.ts";

/** Everything that a feed's video socket says, checked against its schema. */
export interface FeedSocket {
  readonly socket: WebSocket;
  readonly messages: readonly FeedMessage[];
  readonly pictures: readonly VideoMessage[];
  /** Of the closing, once closed. */
  readonly closed: () => number | undefined;
}

export const openFeedSocket = (origin: string, feedId: string, token: string, query = ""): FeedSocket => {
  const url = `${origin.replace("http", "ws")}/api/feeds/${feedId}/video${query}`;
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } });
  const messages: FeedMessage[] = [];
  const pictures: VideoMessage[] = [];
  let code: number | undefined;
  socket.on("error", () => {});
  socket.on("close", (closedWith) => {
    code = closedWith;
  });
  socket.on("message", (data: Buffer, isBinary) => {
    if (!isBinary) return void messages.push(FeedMessageSchema.parse(JSON.parse(String(data))));
    const picture = decodeVideoMessage(new Uint8Array(data));
    if (picture !== undefined) pictures.push(picture);
  });
  return { socket, messages, pictures, closed: () => code };
};
