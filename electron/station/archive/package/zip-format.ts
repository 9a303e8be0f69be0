/** What of the zip format is written and read here. Source: PKWARE, APPNOTE.TXT 6.3.10. All numbers are little-endian. */
export const signatures = {
  local: 0x04034b50,
  descriptor: 0x08074b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
} as const;

export const lengths = { local: 30, central: 46, end: 22, end64: 56, locator64: 20 } as const;

/** Methods: as it is, and deflated. */
export const stored = 0;
export const deflated = 8;

/** Flags: encrypted (any kind), sizes behind the data, names in UTF-8. */
export const encryptedFlags = 0x2041;
export const descriptorFlag = 0x0008;
export const utf8Flag = 0x0800;

/** Extra fields: sizes of 64 bits, and another name that some programs show instead. */
export const zip64Extra = 0x0001;
export const unicodePathExtra = 0x7075;

export const most16 = 0xffff;
export const most32 = 0xffffffff;

/** Says that the upper half of external attributes is a Unix mode. */
export const madeOnUnix = 3;
/** Of that mode: what kind of file it is, and the two that are allowed. */
export const kindMask = 0o170000;
export const regularFile = 0o100000;
export const folder = 0o040000;
