/** The address of a request, whatever stands in its first line; undefined where it is none (`//`, `http://[`). */
export const requestUrl = (target: string | undefined): URL | undefined => {
  const base = "http://station";
  return URL.canParse(target ?? "/", base) ? new URL(target ?? "/", base) : undefined;
};
