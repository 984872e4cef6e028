/** A piece of a line. */
export interface LinePart {
  /** Empty where there is nothing to say. */
  readonly text: string;
  /** What says the same in less room. */
  readonly short?: string;
  /** Pieces of less weight go first when there is not enough room. */
  readonly weight: number;
}

/** Pieces in one line of at most so many columns: whole ones, in their order, the light ones left out; the last is cut if nothing else helps. */
export function fitLine(parts: readonly LinePart[], columns: number): string {
  const said = parts.filter(({ text }) => text !== "");
  const whole = said.map(({ text }) => text).join(" · ");
  if (whole.length <= columns) return whole;
  const kept = said.map(({ text, short = text, weight }) => ({ text: short, weight }));
  const line = () => kept.map(({ text }) => text).join(" · ");
  while (kept.length > 1 && line().length > columns) {
    const lightest = kept.reduce((least, part) => (part.weight < least.weight ? part : least));
    kept.splice(kept.indexOf(lightest), 1);
  }
  return line().slice(0, Math.max(0, columns));
}
