import { createTheme } from "@mantine/core";

/** No font comes over the network: each system's own, then the Chinese ones that ship with the systems. */
const fontFamily =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

/** Colours come from theme.css; here only what Mantine's components take as properties. */
export const mantineTheme = createTheme({
  fontFamily,
  primaryColor: "yellow",
  autoContrast: true,
  cursorType: "pointer",
  focusRing: "always",
  respectReducedMotion: true,
  defaultRadius: "md",
});
