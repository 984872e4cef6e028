import { joinBytes } from "@dark-knowledge/core";
import type { Column, Dataset, FileDataset } from "@dark-knowledge/datasets";
import { assertDataset, isDataset } from "./internal/assert-dataset.ts";
import { bytesOf } from "./internal/bytes-of.ts";
import { asciiBytes, sha256, sha256Hex } from "./internal/sha256.ts";

/**
 * Hashes all stored examples, whatever the view: SHA-256 over the type and shape of each column and the SHA-256 of its
 * bytes. Labels and transforms are ignored, because they do not change a teacher's answers. `recordSoftTargets` writes
 * it into the manifest, and `distill` compares it.
 *
 * @returns 64 hexadecimal digits
 *
 * @example
 * ```ts
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { fingerprintDataset } from "@dark-knowledge/training";
 *
 * const dataset = createDataset({ columns: { x: { values: Float32Array.of(1, 2), shape: [1] } } });
 * (await fingerprintDataset(dataset)).length; // => 64
 * ```
 */
export async function fingerprintDataset(dataset: Dataset): Promise<string> {
  if (!isDataset(dataset)) assertDataset("fingerprintDataset", "dataset", dataset);
  const { columns } = dataset;
  const named = Object.entries(columns);
  const digests =
    "storage" in dataset ? await (dataset as FileDataset).storage.digests("fingerprintDataset") : undefined;
  const parts: Uint8Array[] = [];
  for (const [name, column] of named) {
    const { values, shape, offsets, starts } = column;
    parts.push(asciiBytes(`${named.length > 1 ? `${name}: ` : ""}${typeOf(column)}[${shape.join(",")}]`));
    parts.push(digests?.[name] ?? (await sha256(bytesOf(values))));
    for (const places of [offsets, starts]) if (places) parts.push(await sha256(bytesOf(places)));
  }
  return sha256Hex(joinBytes(parts));
}

function typeOf({ values }: Column): string {
  if (values instanceof Float32Array) return "float32";
  return values instanceof Int32Array ? "int32" : "uint8";
}
