/** The kinds of link string, with an example of each that can be changed to what is at hand. */
export const linkSchemes = [
  { scheme: "udpin", example: "udpin:0.0.0.0:14550" },
  { scheme: "serial", example: "serial:/dev/ttyUSB0:57600" },
  { scheme: "tcp", example: "tcp:127.0.0.1:5760" },
  { scheme: "udpout", example: "udpout:192.168.1.10:14550" },
  { scheme: "tcpin", example: "tcpin:0.0.0.0:5760" },
] as const;
export type LinkScheme = (typeof linkSchemes)[number]["scheme"];

/** The scheme a half-typed link string begins with, for the hint under it. */
export const schemeOf = (spec: string): LinkScheme | undefined => {
  const head = spec.trim().toLowerCase().split(":")[0] ?? "";
  return linkSchemes.find(({ scheme }) => scheme === head)?.scheme;
};
