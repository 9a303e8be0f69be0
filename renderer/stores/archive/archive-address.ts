/** Where in the archive: a mission, and the instant in it, ms since its beginning; negative: so long before its end. */
export interface ArchivePlace {
  readonly missionId: string;
  readonly positionMs?: number;
}

/** What opens plays by itself, so many seconds of the mission in one; negative: backwards. */
export interface PlayedPlace extends ArchivePlace {
  readonly playSpeed?: number;
}

/** The session that is being recorded goes by this name as well as by its own. */
export const nowMissionId = "now";

const placeText = ({ missionId, positionMs }: ArchivePlace): string =>
  `${encodeURIComponent(missionId)}${positionMs === undefined ? "" : `@${Math.round(positionMs)}`}`;

/** The address of the list of missions. */
export const archiveListHash = "#/archive";

/** The address of an instant: copied, or kept over a reload, it leads back to it. */
export const archiveHash = (place: ArchivePlace): string => `${archiveListHash}/${placeText(place)}`;

/** Two missions, or two passes of one, side by side. */
export const besideHash = (left: ArchivePlace, right: ArchivePlace): string =>
  `${archiveHash(left)}/beside/${placeText(right)}`;

const placeOf = (text: string): ArchivePlace | undefined => {
  const [, id = "", position] = /^([^@]+)(?:@(-?\d{1,13}))?$/.exec(text) ?? [];
  try {
    const missionId = decodeURIComponent(id);
    if (missionId === "") return undefined;
    return position === undefined ? { missionId } : { missionId, positionMs: Number(position) };
  } catch {
    // A stray percent sign names nothing.
    return undefined;
  }
};

export type ArchiveRoute =
  | { readonly page: "archive" }
  | ({ readonly page: "mission" } & PlayedPlace)
  | { readonly page: "beside"; readonly left: ArchivePlace; readonly right: ArchivePlace };

/** Whether and how fast an address plays: `?play=SPEED`, 0.1 to 100. */
const playOf = (query: string | undefined): Pick<PlayedPlace, "playSpeed"> => {
  const playSpeed = Number(new URLSearchParams(query).get("play") ?? 0);
  return Math.abs(playSpeed) >= 0.1 && Math.abs(playSpeed) <= 100 ? { playSpeed } : {};
};

/**
 * Reads `#/archive`, `#/archive/ID@MS`, `#/archive/ID?play=SPEED`, `#/archive/ID@MS/beside/ID@MS`; undefined for what is none of
 * them.
 */
export const archiveRouteOf = (address: string): ArchiveRoute | undefined => {
  const [hash = "", query] = address.split("?", 2);
  const [, rest, first, second] = /^#\/archive(\/([^/]+)(?:\/beside\/([^/]+))?)?\/?$/.exec(hash) ?? [];
  if (first === undefined) return /^#\/archive\/?$/.test(hash) ? { page: "archive" } : undefined;
  const left = placeOf(first);
  if (rest === undefined || left === undefined) return undefined;
  if (second === undefined) return { page: "mission", ...left, ...playOf(query) };
  const right = placeOf(second);
  return right === undefined ? undefined : { page: "beside", left, right };
};
