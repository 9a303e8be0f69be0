/** The few pages that the server writes itself, in both languages, when the built UI can't be shown. */
const page = (title: string, english: readonly string[], chinese: readonly string[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
  body { font: 18px/1.6 system-ui, sans-serif; margin: 12vh auto; max-width: 38em; padding: 0 1.5em;
         background: #16181b; color: #e8e4da; }
  h1 { font-size: 1.4em; } section + section { margin-top: 2.5em; } code { color: #f5b342; }
</style>
<h1>Lantern</h1>
<section lang="en">${english.map((line) => `<p>${line}</p>`).join("")}</section>
<section lang="zh-CN">${chinese.map((line) => `<p>${line}</p>`).join("")}</section>
`;

/** Shown to a browser that comes without the token, in both languages. */
export const signInPage = (): string =>
  page(
    "Lantern",
    [
      "This station wants to know that it is you.",
      "Open the address that the station printed when it started: it ends in <code>?token=…</code>.",
    ],
    ["需要验证您的身份。", "请打开地面站启动时显示的完整地址，其末尾为 <code>?token=…</code>。"],
  );

const staleTexts: Readonly<Record<string, readonly [english: string, chinese: string]>> = {
  "link-expired": ["This link has expired.", "该链接已过期。"],
  "link-revoked": ["This link was withdrawn.", "该链接已被撤销。"],
  "link-old": ["This link belongs to an incident that is not open now.", "该链接属于另一起当前未打开的警情。"],
  "not-allowed": ["This link opens the phone page only.", "该链接只能打开手机页面。"],
};

/** Shown to who comes with a link that opens nothing (any more), in both languages. */
export const notForYouPage = (code: string): string => {
  const [english, chinese] = staleTexts[code] ?? ["This link opens nothing here.", "该链接无法打开此页面。"];
  return page(
    "Lantern",
    [english, "Ask the incident post for a new one, or scan its QR code again."],
    [chinese, "请向指挥部索取新链接，或重新扫描二维码。"],
  );
};

/** Shown where dist/renderer is missing, in both languages. */
export const notBuiltPage = (): string =>
  page(
    "Lantern",
    [
      "The station runs, but its user interface has not been built.",
      "Run <code>npm run build</code> in Lantern's folder and reload this page, or start it with <code>npm start</code>, which builds it.",
    ],
    [
      "地面站正在运行，但用户界面尚未构建。",
      "请在 Lantern 目录中运行 <code>npm run build</code> 后刷新本页，或用 <code>npm start</code> 启动（会自动构建）。",
    ],
  );
