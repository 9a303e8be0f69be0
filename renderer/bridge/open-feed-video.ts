import type { CreateChunkDecoder } from "./feed-decoder.ts";
import { FeedVideo, type FeedVideoOptions } from "./feed-video.ts";

/** WebCodecs, which browsers have only on pages by https or from this computer. Annex B needs no description. */
const createWebDecoder: CreateChunkDecoder = (codec, { onPicture, onError }) => {
  const decoder = new VideoDecoder({
    output: (frame) => onPicture(frame, frame.timestamp),
    error: (error) => onError(error.message),
  });
  decoder.configure({ codec, optimizeForLatency: true });
  return {
    queued: () => decoder.decodeQueueSize,
    decode: ({ key, timestampUs, data }) =>
      decoder.decode(new EncodedVideoChunk({ type: key ? "key" : "delta", timestamp: timestampUs, data })),
    // One that fails says so by its error.
    flush: () => void decoder.flush().catch(() => undefined),
    close: () => decoder.close(),
  };
};

/** Undefined where the browser has none, or only on a page by https. */
export const decoderHere = (): CreateChunkDecoder | undefined =>
  typeof VideoDecoder === "function" ? createWebDecoder : undefined;

/** Of bytes that borrow from a larger buffer: a Blob copies them. */
export const decodeJpeg = (jpeg: Uint8Array): Promise<ImageBitmap> =>
  createImageBitmap(new Blob([new Uint8Array(jpeg)], { type: "image/jpeg" }));

/** A feed's video in this browser, not started yet. */
export const openFeedVideo = (options: Pick<FeedVideoOptions, "feedId" | "onConfig" | "onBoxes">): FeedVideo =>
  new FeedVideo({
    ...options,
    createDecoder: decoderHere(),
    decodeJpeg,
    nowMs: () => performance.now(),
    after: (delayMs, run) => {
      const timer = window.setTimeout(run, delayMs);
      return () => window.clearTimeout(timer);
    },
    openSocket: (path, handlers) => {
      const url = new URL(path, window.location.href);
      url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
      url.hash = "";
      const socket = new WebSocket(url);
      socket.binaryType = "arraybuffer";
      socket.addEventListener("open", handlers.onOpen);
      socket.addEventListener("message", (event) => handlers.onData(event.data));
      socket.addEventListener("close", handlers.onClose);
      return { close: () => socket.close() };
    },
  });
