/** A piece of a line. */
export interface LinePart {
  /** The text; may be empty. */
  readonly text: string;
  /** A shorter form of the text. */
  readonly short?: string;
  /** Pieces with less weight are dropped first if they do not fit. */
  readonly weight: number;
}

/**
 * Fits pieces into one line of at most this many columns: whole pieces in order, without the light ones; the last piece
 * is cut if nothing else helps.
 */
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
