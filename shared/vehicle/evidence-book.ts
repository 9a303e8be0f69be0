import type { Path } from "./path.ts";
import { PathEvidence } from "./path-evidence.ts";

/** The evidence between every two paths of a system. */
export class EvidenceBook {
  /** Each pair once, under either of the two. */
  readonly #pairs = new Map<Path, Map<Path, PathEvidence>>();

  between(a: Path, b: Path): PathEvidence {
    const existing = this.#pairs.get(a)?.get(b) ?? this.#pairs.get(b)?.get(a);
    if (existing !== undefined) return existing;
    const evidence = new PathEvidence();
    const others = this.#pairs.get(a) ?? new Map<Path, PathEvidence>();
    this.#pairs.set(a, others.set(b, evidence));
    return evidence;
  }

  forget(path: Path): void {
    this.#pairs.delete(path);
    for (const others of this.#pairs.values()) others.delete(path);
  }
}
