/** The colours of a plot's parts, from the style sheet, so that they follow light and dark. */

/** Parts that have a colour of their own wherever they are shown; the others take the next of the palette. */
const FIXED: Readonly<Record<string, string>> = {
  'Message rejected': '--series-1',
  Permanent: '--series-2',
  Temporary: '--series-3',
  Communication: '--series-4',
  Informational: '--series-5',
  Unknown: '--series-6',
  Others: '--series-other',
  'Other receivers': '--series-other',
};
const PALETTE = [1, 2, 3, 4, 5, 6, 7].map((index) => `--series-${index}`);

/** The custom property of each part's colour, in the order of the parts. */
export function colourNames(parts: readonly string[]): readonly string[] {
  const taken = new Set(parts.flatMap((part) => FIXED[part] ?? []));
  const free = PALETTE.filter((name) => !taken.has(name)).values();
  return parts.map((part) => FIXED[part] ?? free.next().value ?? '--series-other');
}

/** What a style sheet's colour is at present: a canvas knows no custom properties. */
export function resolveColours(element: HTMLElement, names: readonly string[]): readonly string[] {
  const probe = document.createElement('span');
  element.append(probe);
  const colours = names.map((name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return colours;
}
