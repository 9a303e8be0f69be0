import { BrowserWindow, type Session, type WebContents } from "electron";

/** Nothing is granted but writing the clipboard (copy coordinates), and that only to our own page. */
const restrictPermissions = (session: Session, stationOrigin: () => string): void => {
  const allowed = (permission: string, url: string) =>
    permission === "clipboard-sanitized-write" && URL.parse(url)?.origin === stationOrigin();
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(allowed(permission, details.requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => allowed(permission, requestingOrigin));
};

const restrictNavigation = (contents: WebContents, stationOrigin: () => string): void => {
  const refuseForeign = (event: { preventDefault(): void }, url: string) => {
    if (URL.parse(url)?.origin !== stationOrigin()) event.preventDefault();
  };
  contents.on("will-navigate", (event) => refuseForeign(event, event.url));
  contents.on("will-redirect", (event) => refuseForeign(event, event.url));
  contents.on("will-attach-webview", (event) => event.preventDefault());
  // A panel may stand alone in a second window, by its own address at the same station; nothing else opens.
  contents.setWindowOpenHandler(({ url }) =>
    URL.parse(url)?.origin === stationOrigin()
      ? { action: "allow", overrideBrowserWindowOptions: { webPreferences: safePreferences } }
      : { action: "deny" },
  );
  contents.on("did-create-window", (window) => restrictNavigation(window.webContents, stationOrigin));
};

/** No preload either: the page talks to the station over HTTP and WebSocket as any browser does. */
const safePreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
} as const;

/** @param stationOrigin the origin that the page may stay on; it changes when the station restarts on another port */
export const openWindow = (stationOrigin: () => string): BrowserWindow => {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    backgroundColor: "#14161a",
    title: "Lantern 提灯",
    webPreferences: safePreferences,
  });
  restrictPermissions(window.webContents.session, stationOrigin);
  restrictNavigation(window.webContents, stationOrigin);
  window.once("ready-to-show", () => window.show());
  return window;
};
