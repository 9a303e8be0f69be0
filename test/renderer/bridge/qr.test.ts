import { describe, expect, it } from "vitest";
import { qrCode } from "../../../renderer/bridge/qr.ts";

/** The modules of a path, as rows of # and space. */
const drawn = ({ sizeModules, path }: { readonly sizeModules: number; readonly path: string }): readonly string[] => {
  const rows = Array.from({ length: sizeModules }, () => Array.from({ length: sizeModules }, () => " "));
  for (const [, x = "0", y = "0", width = "0"] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    rows[Number(y)]?.fill("#", Number(x), Number(x) + Number(width));
  return rows.map((row) => row.join(""));
};

describe("a QR code", () => {
  it("has the quiet zone and the three corner squares that phones look for", () => {
    const rows = drawn(qrCode("http://192.168.1.20:8420/f/#abcdefghijklmnopqrstuvwxyz123456"));

    const square = ["#######", "#     #", "# ### #", "# ### #", "# ### #", "#     #", "#######"];
    const corner = (row: number, column: number) => rows.slice(row, row + 7).map((r) => r.slice(column, column + 7));
    const far = rows.length - 11;
    expect(corner(4, 4)).toEqual(square);
    expect(corner(4, far)).toEqual(square);
    expect(corner(far, 4)).toEqual(square);
    expect(rows.slice(0, 4).join("").trim()).toBe("");
  });

  it("differs where the text does", () => {
    expect(qrCode("a").path).not.toBe(qrCode("b").path);
  });
});
