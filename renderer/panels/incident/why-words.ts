import type { MessageKey, Translate } from "../../i18n/translate.ts";

/** Why somebody shouldn't or can't be sent; a reason that is new to this screen stands as it came. */
export const whyWords = (t: Translate, why: string): string => {
  const key = `next.why.${why}`;
  const text = t.loose(key as MessageKey, {});
  return text === key ? why : text;
};
