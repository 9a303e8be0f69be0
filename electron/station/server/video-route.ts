import type { StationService } from "./station-service.ts";
import type { Opening } from "./upgrade-server.ts";
import { VideoClient } from "./video-client.ts";

/** "Service restart": the feed was opened anew, or is gone. Try again. */
const goneCode = 1012;

/**
 * `/api/feeds/ID/video`: what a feed shows and what is found in it. The feed is watched as long as the socket is open; what
 * clients say on it is dropped without a word.
 */
export const videoRoute = ({ feeds }: Pick<StationService, "feeds">): ((url: URL) => Opening | undefined) => {
  return (url) => {
    const encoded = /^\/api\/feeds\/([^/]{1,200})\/video$/.exec(url.pathname)?.[1];
    const id = encoded === undefined ? undefined : decoded(encoded);
    if (id === undefined) return undefined;
    if (!feeds.has(id))
      return { ok: false, status: 404, detail: `There is no feed "${id.slice(0, 80)}" that could be watched now.` };
    const delivery = url.searchParams.get("delivery");
    if (delivery !== null && delivery !== "jpeg")
      return { ok: false, status: 400, detail: "delivery: must be jpeg, or absent." };
    return {
      ok: true,
      serve: (socket) => {
        const client = new VideoClient(socket);
        const gone = () => socket.close(goneCode, "The feed was opened anew or is gone.");
        const stop = feeds.watch(
          id,
          { message: (message) => client.message(message), picture: (piece) => client.picture(piece), gone },
          delivery === null ? {} : { delivery },
        );
        if (stop === undefined) return gone();
        socket.on("close", stop);
      },
    };
  };
};

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};
