import type { Link } from "../../hardware/link/link.ts";
import { type CreateLinkOptions, createLink } from "../../hardware/link/open-link.ts";
import { LinkProbe } from "./link-probe.ts";

/** The links of a test, to be closed after it. */
export class OpenLinks {
  readonly #links: Link[] = [];

  /** One that isn't open yet. */
  make(spec: string, options: Partial<CreateLinkOptions> = {}): Link {
    const link = createLink(spec, { id: "l1", ...options });
    this.#links.push(link);
    return link;
  }

  readonly open = (spec: string, options: Partial<CreateLinkOptions> = {}): LinkProbe => {
    const probe = new LinkProbe(this.make(spec, options));
    probe.link.open();
    return probe;
  };

  async closeAll(): Promise<void> {
    await Promise.all(this.#links.splice(0).map((link) => link.close()));
  }
}
