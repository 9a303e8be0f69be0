/** What the station's process tells the shell. */
export type StationMessage =
  | { readonly kind: "ready"; readonly url: string }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "armed"; readonly armed: boolean };
