/** What we use of the library geodesy, which has no types of its own. */
declare module "geodesy/mgrs.js" {
  export class Utm {
    /** @throws Error where there is no such place */
    constructor(zone: number, hemisphere: "N" | "S", easting: number, northing: number);
    readonly zone: number;
    readonly hemisphere: "N" | "S";
    readonly easting: number;
    readonly northing: number;
    /** @throws RangeError outside the UTM range */
    toMgrs(): Mgrs;
    toLatLon(): { readonly latitude: number; readonly longitude: number };
    toString(digits?: number): string;
  }
  export default class Mgrs {
    /** @throws Error where there is no such square */
    static parse(reference: string): Mgrs;
    toUtm(): Utm;
    toString(digits?: 2 | 4 | 6 | 8 | 10): string;
  }
  export class LatLon {
    constructor(latDeg: number, lonDeg: number);
    /** @throws RangeError north of 84 or south of -80 degrees */
    toUtm(): Utm;
  }
}
