import type { RequestResult } from "../../../shared/wire/requests.ts";
import { refused } from "../request-desk.ts";

/** What can't be answered without a map, and what to do. */
export const notReady = (detail: string): RequestResult & { readonly ok: false } => refused("search-not-ready", detail);

/** The worker gave no answer. */
export const noAnswer = ({ detail }: { readonly detail: string }): RequestResult & { readonly ok: false } =>
  notReady(`The probability map can't be asked now. ${detail}`);
