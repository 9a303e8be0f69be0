/** Why a phone on another network can't open a link, or only without its position and camera. */
export type LinkTrouble = "loopback" | "insecure";

/** A browser gives its position only to pages by https; one at its own computer needs no network at all. */
export const linkTrouble = (url: string): LinkTrouble | undefined => {
  try {
    const { protocol, hostname } = new URL(url);
    const name = hostname.replace(/^\[|\]$/g, "");
    if (name === "localhost" || name === "::1" || /^127\./.test(name)) return "loopback";
    return protocol === "https:" ? undefined : "insecure";
  } catch {
    return undefined;
  }
};
