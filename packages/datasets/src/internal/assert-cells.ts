/** More cells do not fit the memory that JavaScript has for objects: it ends the process, and no error is thrown. */
const MOST_CELLS = 2 ** 26;

/** How many characters of a text are one of two, or one alone. */
export function countCharacters(text: string, one: string, other: string = one): number {
  const [first, second] = [one.charCodeAt(0), other.charCodeAt(0)];
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === first || code === second) count++;
  }
  return count;
}

/**
 * Throws an error where a text has more cells than fit the memory.
 *
 * @param delimiter the character that ends a cell, as the end of a line does
 */
export function assertCells(functionName: string, source: string, text: string, delimiter: string): void {
  const cells = countCharacters(text, delimiter, "\n");
  if (cells <= MOST_CELLS) return;
  throw new Error(`${functionName}: ${source} has ${cells} cells, more than ${MOST_CELLS}; split it, or use Parquet`);
}
