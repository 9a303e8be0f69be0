import type { Request } from "../../../../shared/wire/requests.ts";
import type { RequestHandlers } from "../../request-desk.ts";
import type { ArchiveDesk } from "./archive-desk.ts";

type ArchiveHandlers = Pick<RequestHandlers, Extract<Request["kind"], `archive.${string}`>>;

export const archiveRequests = ({ archive }: { readonly archive: ArchiveDesk }): ArchiveHandlers => ({
  "archive.note": (request) => archive.note(request),
  "archive.note-remove": (request) => archive.removeNote(request),
  "archive.rename": (request) => archive.rename(request),
  "archive.remove": (request) => archive.remove(request),
  "archive.offset": (request) => archive.offset(request.missionId, `${request.log}`, request.offsetMs),
  "archive.video-offset": (request) => archive.offset(request.missionId, request.feedId, request.offsetMs),
});
