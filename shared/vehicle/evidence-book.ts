import { type Numbered, numbered } from "./numbered.ts";
import type { Path } from "./path.ts";
import { PathEvidence, type SavedEvidence } from "./path-evidence.ts";

/** What is known of pairs of paths, by their numbers. */
export type SavedEvidenceBook = readonly {
  readonly a: number;
  readonly b: number;
  readonly evidence: SavedEvidence;
}[];

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

  save(paths: Numbered<Path>): SavedEvidenceBook {
    return [...this.#pairs].flatMap(([a, others]) =>
      [...others].map(([b, evidence]) => ({ a: paths.numberOf(a), b: paths.numberOf(b), evidence: evidence.save() })),
    );
  }

  static restore(saved: SavedEvidenceBook, paths: readonly Path[]): EvidenceBook {
    const book = new EvidenceBook();
    for (const { a, b, evidence } of saved) {
      const others = book.#pairs.get(numbered(paths, a)) ?? new Map<Path, PathEvidence>();
      book.#pairs.set(numbered(paths, a), others.set(numbered(paths, b), new PathEvidence(evidence)));
    }
    return book;
  }

  forget(path: Path): void {
    this.#pairs.delete(path);
    for (const others of this.#pairs.values()) others.delete(path);
  }
}
