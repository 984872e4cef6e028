import type { Dataset } from "@dark-knowledge/datasets";
import { fingerprintDataset } from "./fingerprint-dataset.ts";
import { asciiBytes, sha256, sha256Hex } from "./sha256.ts";

/** A hash of the examples that a view shows, in its order, with their labels: as much of a dataset as training depends on. */
export async function fingerprintView(dataset: Dataset): Promise<string> {
  const { rows, labels, classNames } = dataset;
  const parts = [
    asciiBytes(await fingerprintDataset(dataset)),
    await sha256(bytesOf(rows)),
    await sha256(bytesOf(labels)),
    asciiBytes(`${classNames.length} classes`),
  ];
  return sha256Hex(Uint8Array.from(parts.flatMap((part) => [...part])));
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
