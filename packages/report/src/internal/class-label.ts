/** A class name that fits beside a chart: cut after 12 characters. */
export function classLabel(name: string): string {
  const characters = [...name];
  return characters.length > 12 ? `${characters.slice(0, 11).join("")}…` : name;
}

/** About how wide the longest of these labels is, in pixels. */
export function labelWidth(labels: readonly string[], fontSize: number): number {
  return Math.ceil(Math.max(...labels.map((label) => [...label].length)) * fontSize * 0.57);
}
