import type { Dataset } from "@dark-knowledge/datasets";
import { fingerprintDataset } from "../fingerprint-dataset.ts";
import { bytesOf, joined } from "./join-bytes.ts";
import { asciiBytes, sha256, sha256Hex } from "./sha256.ts";

/** A hash of the examples that a view shows, in its order, as a model sees them and with their targets: all that training depends on. */
export async function fingerprintView(dataset: Dataset): Promise<string> {
  const { rows, columns, targets, weights } = dataset;
  const transforms = Object.values(columns).map((column) => column.transforms);
  const parts = [await fingerprintDataset(dataset), rows, ...Object.values(targets), weights, transforms];
  const digests: Uint8Array[] = [];
  for (const part of parts) {
    digests.push(ArrayBuffer.isView(part) ? await sha256(bytesOf(part)) : asciiBytes(JSON.stringify(part) ?? "none"));
  }
  return sha256Hex(joined(digests));
}
