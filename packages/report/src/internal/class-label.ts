/** Shortens a class name to fit next to a chart: cut after 12 characters. */
export function classLabel(name: string): string {
  const characters = [...name];
  return characters.length > 12 ? `${characters.slice(0, 11).join("")}…` : name;
}

/** Widths of characters in ems, as in user-interface fonts; the first match counts. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[iIjlftr1.,:;!'|()[\] ]/, 0.42],
  [/[mwMW%@—…]/, 1],
  [/[a-zA-Z0-9+−=<>?$#*/"-]/, 0.66],
  [/./su, 1],
];

/** Estimates the width of the longest of these labels in pixels, rather too wide than too narrow. */
export function labelWidth(labels: readonly string[], fontSize: number): number {
  const widths = labels.map((label) =>
    [...label].reduce((sum, character) => sum + WIDTHS.find(([some]) => some.test(character))![1], 0),
  );
  return Math.ceil(Math.max(...widths) * fontSize);
}
