import { writeFile } from "node:fs/promises";
import { createRandom } from "@dark-knowledge/core";

/** Writes a table of Friedman's function, y = 10 sin(π a b) + 20 (c − ½)² + 10 d + 5 e, with noise and five columns that say nothing. */
export async function writeFriedman(path: string, rows: number): Promise<void> {
  const random = createRandom(1991);
  const names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
  const lines = Array.from({ length: rows }, () => {
    const inputs = names.map(() => random.uniform());
    const [a, b, c, d, e] = inputs as [number, number, number, number, number];
    const y = 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + 2 * random.normal();
    return [...inputs, y].map((number) => number.toFixed(4)).join(",");
  });
  await writeFile(path, [[...names, "y"].join(","), ...lines].join("\n"));
}
