/** Where a `y16tcp://HOST:PORT` stream is, or why the text is none. */
export type Y16Address =
  | { readonly ok: true; readonly host: string; readonly port: number }
  | { readonly ok: false; readonly detail: string };

/** Takes an address apart; never throws. */
export const parseY16Address = (uri: string): Y16Address => {
  const refuse = (why: string): Y16Address => ({
    ok: false,
    detail: `${why} "${uri.slice(0, 200)}": give the camera as y16tcp://HOST:PORT.`,
  });
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (!url) return refuse("Not an address:");
  if (url.protocol !== "y16tcp:") return refuse(`This version can't open ${url.protocol}// streams:`);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") return refuse("Too much in");
  if (url.pathname !== "" && url.pathname !== "/") return refuse("Too much in");
  const port = Number(url.port);
  if (url.hostname === "" || url.port === "" || port < 1) return refuse("No host or port in");
  return { ok: true, host: url.hostname.replace(/^\[(.*)\]$/, "$1"), port };
};
