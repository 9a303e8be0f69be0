import { Menu, type MenuItemConstructorOptions } from "electron";
import type { ShellTexts } from "./shell-texts.ts";

/** The smallest menu that keeps copy and paste, zoom and full screen; no entry acts on a vehicle. */
export const setMenu = (texts: ShellTexts): void => {
  const appMenu: MenuItemConstructorOptions[] = process.platform === "darwin" ? [{ role: "appMenu" }] : [];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...appMenu,
      { role: "editMenu", label: texts.edit },
      {
        label: texts.view,
        submenu: [
          { role: "reload", label: texts.reload },
          { role: "resetZoom", label: texts.zoomReset },
          { role: "zoomIn", label: texts.zoomIn },
          { role: "zoomOut", label: texts.zoomOut },
          { role: "togglefullscreen", label: texts.fullScreen },
          { role: "toggleDevTools", label: texts.developer },
        ],
      },
    ]),
  );
};
