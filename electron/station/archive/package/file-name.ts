/** Windows opens a device under these names, with any ending. */
const deviceName = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;
/** What Windows doesn't take in a name, a drive's colon among it; control characters, and those that turn the direction of text. */
const strange = /[<>:"|?*\\\p{Cc}\u202a-\u202e\u2066-\u2069\ufffd]/u;
const mostLength = 200;
const mostDepth = 8;

/**
 * Whether a name in a package or a mission's list of files may be a file inside its folder, on any system that Lantern runs on.
 * @param name parts with "/" between
 * @returns what is wrong with it; undefined where it is fine
 */
export const nameFault = (name: string): string | undefined => {
  if (name === "") return "it is empty";
  if (name.length > mostLength) return "it is too long";
  if (!name.isWellFormed()) return "it is no text";
  if (name.startsWith("/")) return "it starts at the root";
  if (name.includes("\\")) return "it has a backslash";
  if (/^[a-z]:/i.test(name)) return "it names a drive";
  if (strange.test(name)) return "it has a character that no file name may have";
  const parts = name.split("/");
  if (parts.length > mostDepth) return "it lies too deep";
  for (const part of parts) {
    if (part === "..") return "it climbs out of its folder";
    if (part === "" || part === ".") return "it has an empty part";
    if (/[. ]$|^ /.test(part)) return "a part of it begins or ends with a space or ends with a dot";
    if (deviceName.test(part)) return "it names a device";
  }
  return undefined;
};

/** Names that are one file on some system have one key: case and the way an accent is written don't tell them apart. */
export const nameKey = (name: string): string => name.normalize("NFC").toLowerCase().normalize("NFC");

/**
 * A name for a file that came from elsewhere, as near to its own as can be.
 * @param isTaken whether a key is taken already
 */
export const freeName = (given: string, isTaken: (key: string) => boolean): string => {
  const last = given.split(/[/\\]/).at(-1) ?? "";
  const cleaned = last
    .toWellFormed()
    .replace(new RegExp(strange.source, "gu"), "_")
    .replace(/^[ .]+|[ .]+$/g, "")
    .slice(-120)
    .trimStart();
  const safe = cleaned === "" || nameFault(cleaned) !== undefined ? `file-${cleaned}`.replace(/[ .]+$/, "") : cleaned;
  const dot = safe.lastIndexOf(".");
  const [stem, end] = dot > 0 ? [safe.slice(0, dot), safe.slice(dot)] : [safe, ""];
  for (let n = 1; ; n++) {
    const name = n === 1 ? safe : `${stem}-${n}${end}`;
    if (!isTaken(nameKey(name))) return name;
  }
};
