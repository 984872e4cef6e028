import { cellText } from "./table-cells.ts";

/** Makes a function that numbers different cells by their texts, in the order in which it gets them. */
export function createNumbering(): (cell: unknown) => number {
  const numbers = new Map<string, number>();
  return (cell) => {
    const text = cellText(cell);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
}
