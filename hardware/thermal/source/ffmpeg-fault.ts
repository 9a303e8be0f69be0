import type { FfmpegPlace } from "./ffmpeg-arguments.ts";
import type { SourceFault } from "./picture-source.ts";

/** How ffmpeg ended, or that it was ended because no picture came. */
export type FfmpegEnd =
  | { readonly why: "exit"; readonly code: number | null; readonly signal: string | null }
  | {
      readonly why: "silent";
      readonly pictures: number;
      readonly seconds: number;
      /** Something went on coming all the while. */
      readonly dataComes: boolean;
    };

/** What ffmpeg says on its way out, and what that means; the first that fits. */
const meanings: readonly (readonly [RegExp, SourceFault["code"], (place: FfmpegPlace) => string])[] = [
  [
    /401 Unauthorized|authorization failed/i,
    "access-denied",
    () => "The camera asks for a name and password: type them as rtsp://USER:PASSWORD@HOST/PATH.",
  ],
  [/403 Forbidden/i, "access-denied", () => "The camera refuses this user."],
  [
    /404 Not Found|400 Bad Request|454 Session/i,
    "no-picture",
    () => "The camera answers, but knows no such stream: check what comes after the host.",
  ],
  [/453 Not Enough|503 Service/i, "device-busy", () => "The camera serves all it can: close its other viewers."],
  [
    /Connection refused/i,
    "unreachable",
    () => "Nobody answers at that port: check the port, and whether the camera's stream is switched on.",
  ],
  [
    /No route to host|Network is unreachable|Host is down/i,
    "unreachable",
    () => "There is no way to that address: check the network.",
  ],
  [
    /Failed to resolve hostname|Name or service not known|Temporary failure in name/i,
    "unreachable",
    () => "That name is not known: type the camera's IP address.",
  ],
  [
    /Address already in use|bind failed/i,
    "device-busy",
    () => "Another program already listens on that port: close it, or let the camera send to another one.",
  ],
  [/Device or resource busy/i, "device-busy", () => "Another program uses the camera: close it."],
  [
    /No such device|Not a video capture device|Inappropriate ioctl/i,
    "device-missing",
    () => "There is no camera by that name: plug it in, and look for /dev/video0, /dev/video2 ...",
  ],
  [/No such file or directory/i, "file-missing", () => "There is no such file."],
  [
    /Permission denied|Operation not permitted/i,
    "access-denied",
    (place) =>
      place.kind === "v4l2" ? "This user may not open the camera: add it to the group video." : "It may not be read.",
  ],
  [/matches no streams|does not contain any stream/i, "no-picture", () => "There is no video in it."],
  [
    /Connection timed out|Operation timed out/i,
    "unreachable",
    () => "It doesn't answer: check the address, and that the camera is on.",
  ],
  [
    /Invalid data found|could not find codec|Protocol not found|not on whitelist|Unknown (en|de)coder|unspecified size|moov atom/i,
    "not-decodable",
    (place) =>
      `What comes is no video that ffmpeg can read${place.kind === "rtp" ? ": H.265 is typed as ?codec=h265" : ""}.`,
  ],
];

/** Only damaged pictures lie behind these: then something comes, but it can't be decoded. */
const undecodable =
  /non-existing PPS|no frame!|PPS id out of range|Invalid NAL|error while decoding|missing picture in access unit|corrupt/i;

/**
 * What is wrong with a source and what to try, from ffmpeg's last words.
 * @param words the end of what it wrote to stderr
 * @param shown the address without passwords
 */
export const ffmpegFault = (place: FfmpegPlace, shown: string, words: string, end: FfmpegEnd): SourceFault => {
  const missing = place.kind === "v4l2" && /No such file or directory/i.test(words);
  if (missing)
    return { code: "device-missing", detail: `${shown}: there is no camera by that name: is it plugged in?` };
  if (end.why === "silent") return silence(shown, words, end);
  const hadSignal = end.signal !== null;
  const meaning = hadSignal || end.code === 0 ? undefined : meanings.find(([pattern]) => pattern.test(words));
  if (meaning) return { code: meaning[1], detail: `${shown}: ${meaning[2](place)}` };
  if (hadSignal) {
    return {
      code: "stopped-by-itself",
      detail: `${shown}: ffmpeg was ended from outside (${end.signal}); starting it again.`,
    };
  }
  if (end.code === 0) return { code: "ended", detail: `${shown}: the stream ended.` };
  const last = words.trim().split("\n").at(-1)?.slice(0, 200) ?? "";
  return {
    code: "stopped-by-itself",
    detail: `${shown}: ffmpeg gave up${last === "" ? "" : ` ("${last}")`}; starting it again.`,
  };
};

const silence = (
  shown: string,
  words: string,
  { pictures, seconds, dataComes }: Extract<FfmpegEnd, { readonly why: "silent" }>,
): SourceFault => {
  // A stream that broke off leaves half a picture, and the same words, behind.
  if (undecodable.test(words) && (dataComes || pictures === 0)) {
    return {
      code: "not-decodable",
      detail: `${shown}: data comes, but no picture that can be decoded: check the codec (H.264 or H.265), and let the camera send key pictures more often.`,
    };
  }
  return pictures > 0
    ? { code: "stalled", detail: `${shown}: no picture for ${seconds} s; trying again. Check the link and the camera.` }
    : {
        code: "no-picture",
        detail: `${shown}: no picture within ${seconds} s; trying again. Check that the camera's stream is switched on.`,
      };
};
