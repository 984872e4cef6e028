/** A line that an example says it prints: exactly this, or with numbers that are rounded to the digits written here. */
export interface PrintedText {
  readonly text: string;
  readonly isRounded: boolean;
}

const NUMBER = /(?<![\w.])-?\d+(?:\.(\d+))?(?:e([+-]?\d+))?/gi;

/** Whether an example printed what it says, but for spaces and line breaks, which depend on the width of the numbers. */
export function isPrinted(printed: string, expected: readonly PrintedText[]): boolean {
  const numbers = numbersOf(printed);
  const wanted = expected.flatMap(({ text, isRounded }) =>
    numbersOf(text).map(({ value, digits }) => ({ value, tolerance: isRounded ? 0.5 * 10 ** -digits : 0 })),
  );
  return (
    wordsOf(printed) === wordsOf(expected.map(({ text }) => text).join("\n")) &&
    wanted.every(({ value, tolerance }, at) => Math.abs(numbers[at]!.value - value) <= tolerance * (1 + 1e-9))
  );
}

function numbersOf(text: string): { readonly value: number; readonly digits: number }[] {
  return [...text.matchAll(NUMBER)].map(([number, fraction = "", exponent = "0"]) => ({
    value: Number(number),
    digits: fraction.length - Number(exponent),
  }));
}

function wordsOf(text: string): string {
  return text.replace(NUMBER, "#").replace(/\s+/g, "");
}
