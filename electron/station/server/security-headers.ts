/** What a page may do beyond the rest: only the phone page asks where the phone is. */
export type PageKind = "screen" | "phone";

/**
 * Headers of every answer. Scripts and styles come from this station only; pictures
 * may come from https, for the online tile layer that can be switched on.
 * @param caller its host as the client named it, already checked: the WebSocket of browsers that don't count it as 'self'
 */
export const securityHeaders = (
  { host, secure = false }: { readonly host?: string | undefined; readonly secure?: boolean },
  kind: PageKind,
): Record<string, string> => ({
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob: https:",
    "font-src 'self' data:",
    "media-src 'self' blob: data:",
    "manifest-src 'self'",
    "worker-src 'self' blob:",
    `connect-src 'self'${host !== undefined && /^[\w.:[\]-]+$/.test(host) ? ` ${secure ? "wss" : "ws"}://${host}` : ""}`,
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  // The printed address holds the token: it must not travel on.
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": `camera=(), microphone=(), geolocation=(${kind === "phone" ? "self" : ""}), usb=(), serial=()`,
  "cache-control": "no-store",
});
