/** What we use of the library geodesy, which has no types of its own. */
declare module "geodesy/mgrs.js" {
  export class Utm {
    readonly zone: number;
    readonly hemisphere: "N" | "S";
    readonly easting: number;
    readonly northing: number;
    /** @throws RangeError outside the UTM range */
    toMgrs(): Mgrs;
    toString(digits?: number): string;
  }
  export default class Mgrs {
    toString(digits?: 2 | 4 | 6 | 8 | 10): string;
  }
  export class LatLon {
    constructor(latDeg: number, lonDeg: number);
    /** @throws RangeError north of 84 or south of -80 degrees */
    toUtm(): Utm;
  }
}
