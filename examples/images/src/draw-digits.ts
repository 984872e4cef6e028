import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generatedDigits } from "@dark-knowledge/datasets";
import { encode } from "fast-png";

/** Draws digits as PNG files into a directory, each in the folder of its class: `digits/7/12.png`. */
export async function drawDigits(directory: string, count: number): Promise<void> {
  const { train } = generatedDigits({ trainSize: count, testSize: 0, seed: 1 });
  const { columns, targets } = train;
  if (targets.kind !== "classes") return;
  for (const id of train.rows) {
    const folder = join(directory, targets.classNames[targets.labels[id]!]!);
    await mkdir(folder, { recursive: true });
    const data = columns.features!.values.slice(784 * id, 784 * (id + 1)) as Uint8Array;
    await writeFile(join(folder, `${id}.png`), encode({ width: 28, height: 28, channels: 1, data }));
  }
}
