/** The few words the shell itself shows; everything else is the renderer's. */
const texts = {
  en: {
    quitTitle: "A vehicle is armed",
    quitDetail: "Quitting stops this ground station: no map, no alerts, no recording, while the vehicle flies on.",
    stay: "Stay",
    quit: "Quit all the same",
    restartedTitle: "The station stopped and was started again",
    restartedDetail: "The recording was recovered. Check links and vehicles before you fly on.",
    failedTitle: "The station can't start",
    view: "View",
    reload: "Reload",
    fullScreen: "Full screen",
    developer: "Developer tools",
    zoomIn: "Larger",
    zoomOut: "Smaller",
    zoomReset: "Normal size",
    edit: "Edit",
  },
  zh: {
    quitTitle: "有载具处于解锁状态",
    quitDetail: "退出后本地面站停止：没有地图、告警和记录，而载具仍在运行。",
    stay: "留下",
    quit: "仍然退出",
    restartedTitle: "站点程序曾中断，已重新启动",
    restartedDetail: "记录已恢复。继续飞行前请检查链路和载具。",
    failedTitle: "站点程序无法启动",
    view: "视图",
    reload: "重新载入",
    fullScreen: "全屏",
    developer: "开发者工具",
    zoomIn: "放大",
    zoomOut: "缩小",
    zoomReset: "正常大小",
    edit: "编辑",
  },
} as const;

export type ShellTexts = { readonly [K in keyof (typeof texts)["en"]]: string };

/** @param locale a BCP 47 tag, as Electron's app.getLocale() gives it */
export const shellTexts = (locale: string): ShellTexts => (locale.toLowerCase().startsWith("zh") ? texts.zh : texts.en);
