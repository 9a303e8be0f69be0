type Child = Node | string | undefined;

interface Properties {
  readonly class?: string;
  readonly onClick?: () => void;
  readonly attributes?: Readonly<Record<string, string | boolean | undefined>>;
}

/** A DOM element with its children; what is undefined is left out. */
export const element = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  { class: className, onClick, attributes = {} }: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(tag);
  if (className !== undefined) made.className = className;
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  if (onClick !== undefined) made.addEventListener("click", onClick);
  made.append(...children.filter((child) => child !== undefined));
  return made;
};

/** A button for gloves. */
export const button = (text: string, onClick: () => void, className = ""): HTMLButtonElement =>
  element("button", { class: `button ${className}`.trim(), onClick, attributes: { type: "button" } }, text);

/** A part of the page that is drawn anew only when what it shows changed, so that no press falls on a button just replaced. */
export class Part {
  readonly root: HTMLElement;
  readonly #render: () => readonly Child[];
  readonly #shows: () => unknown;
  #shown: string | undefined;

  /** @param shows all that the drawing depends on */
  constructor(className: string, shows: () => unknown, render: () => readonly Child[]) {
    this.root = element("div", { class: className });
    this.#shows = shows;
    this.#render = render;
  }

  update(): void {
    const shown = JSON.stringify(this.#shows()) ?? "";
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.root.replaceChildren(...this.#render().filter((child) => child !== undefined));
  }
}
