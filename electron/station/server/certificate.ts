import { createPrivateKey, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { selfSigned } from "./self-signed.ts";

/** What a TLS server needs, and what people must be told of it. */
export interface ServerCertificate {
  /** Both as PEM. */
  readonly certificate: string;
  readonly key: string;
  /** SHA-256, as browsers show it: "12:34:AB ..." */
  readonly fingerprint: string;
  /** The station signed it itself: browsers warn of it once. */
  readonly isOwn: boolean;
  /** DNS names that it is good for. */
  readonly names: readonly string[];
}

export type CertificateResult =
  | { readonly ok: true; readonly certificate: ServerCertificate }
  | { readonly ok: false; readonly detail: string };

export interface CertificateOptions {
  /** Of the user's own; a self-signed one is made and kept otherwise. */
  readonly files?: { readonly certificate: string; readonly key: string } | undefined;
  /** Where the station's own is kept. */
  readonly folder: string;
  /** Names and addresses of this computer. */
  readonly hosts: readonly string[];
  readonly utcMs: number;
}

const dayMs = 86_400_000;
/** Apple's devices take none that is good for more than 825 days. */
const goodForMs = 800 * dayMs;
/** One that ends sooner is made anew, lest it end in the middle of a search. */
const leastLeftMs = 30 * dayMs;

const namesOf = (parsed: X509Certificate): readonly string[] =>
  [...(parsed.subjectAltName ?? "").matchAll(/DNS:([^,\s]+)/g)].map(([, name]) => name ?? "");

const described = (certificate: string, key: string, isOwn: boolean): ServerCertificate => {
  const parsed = new X509Certificate(certificate);
  return { certificate, key, isOwn, fingerprint: parsed.fingerprint256, names: namesOf(parsed) };
};

/** The user's certificate with its key, or the station's own. */
export const serverCertificate = (options: CertificateOptions): CertificateResult =>
  options.files === undefined ? ownCertificate(options) : givenCertificate(options.files, options.utcMs);

const givenCertificate = (files: NonNullable<CertificateOptions["files"]>, utcMs: number): CertificateResult => {
  try {
    const certificate = readFileSync(files.certificate, "utf8");
    const key = readFileSync(files.key, "utf8");
    const parsed = new X509Certificate(certificate);
    if (!parsed.checkPrivateKey(createPrivateKey(key)))
      return {
        ok: false,
        detail: `The key in ${files.key} does not belong to the certificate in ${files.certificate}.`,
      };
    if (Date.parse(parsed.validTo) < utcMs)
      return {
        ok: false,
        detail: `The certificate in ${files.certificate} ended on ${parsed.validTo}. Give a newer one.`,
      };
    return { ok: true, certificate: described(certificate, key, false) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, detail: `The certificate or its key can't be read (${why}). Both must be PEM files.` };
  }
};

/** Kept with its key, so that a phone that accepted it once isn't warned again while this computer has the same addresses. */
const ownCertificate = ({ folder, hosts, utcMs }: CertificateOptions): CertificateResult => {
  const [certificateFile, keyFile] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
  try {
    const kept = existsSync(certificateFile) && existsSync(keyFile);
    const key = kept ? readFileSync(keyFile, "utf8") : undefined;
    const certificate = kept ? readFileSync(certificateFile, "utf8") : undefined;
    if (key !== undefined && certificate !== undefined && isGoodFor(certificate, hosts, utcMs))
      return { ok: true, certificate: described(certificate, key, true) };
    const made = selfSigned({ hosts, key, fromUtcMs: utcMs - dayMs, untilUtcMs: utcMs + goodForMs });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(keyFile, made.key, { mode: 0o600 });
    writeFileSync(certificateFile, made.certificate);
    return { ok: true, certificate: described(made.certificate, made.key, true) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, detail: `The station's certificate could not be made in ${folder} (${why}).` };
  }
};

const isGoodFor = (certificate: string, hosts: readonly string[], utcMs: number): boolean => {
  try {
    const parsed = new X509Certificate(certificate);
    const names = parsed.subjectAltName ?? "";
    const isCovered = (host: string) => new RegExp(`(DNS|IP Address):${host.replaceAll(".", "\\.")}(,|$)`).test(names);
    return Date.parse(parsed.validTo) - utcMs > leastLeftMs && hosts.every(isCovered);
  } catch {
    return false;
  }
};
