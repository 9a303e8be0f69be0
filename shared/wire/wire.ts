import type { Rad } from "../units/angle.ts";

/** A type as it travels in JSON: brands are gone, all else is the same. */
export type Wire<T> = T extends Rad
  ? number
  : T extends readonly unknown[]
    ? { readonly [K in keyof T]: Wire<T[K]> }
    : T extends object
      ? { readonly [K in keyof T]: Wire<T[K]> }
      : T;
