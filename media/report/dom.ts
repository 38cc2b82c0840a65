/** How an element is made. Text only ever becomes text: nothing here reads markup. */
export interface Made {
  readonly class?: string;
  readonly text?: string;
  readonly title?: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  readonly onClick?: () => void;
}

/** A new element with its children; null among them is left out. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  made: Made = {},
  ...children: readonly (Node | string | null)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (made.class !== undefined) element.className = made.class;
  if (made.text !== undefined) element.textContent = made.text;
  if (made.title !== undefined) element.title = made.title;
  for (const [name, value] of Object.entries(made.attributes ?? {})) {
    if (value !== false) element.setAttribute(name, String(value));
  }
  if (made.onClick) element.addEventListener('click', made.onClick);
  element.append(...children.filter((child) => child !== null));
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A new element of a drawing. */
export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Node[]
): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** A button with words on it. */
export function button(
  text: string,
  onClick: () => void,
  made: Omit<Made, 'text' | 'onClick'> = {},
): HTMLButtonElement {
  return el('button', {
    ...made,
    text,
    onClick,
    attributes: { type: 'button', ...made.attributes },
  });
}

/** Words for a screen reader alone. */
export function spoken(text: string): HTMLElement {
  return el('span', { class: 'spoken', text });
}
