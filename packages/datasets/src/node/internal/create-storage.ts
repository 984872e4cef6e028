import { createHash } from "node:crypto";
import type { Column } from "../../column.ts";
import type { FileStorage, StoredGroup } from "../../file-dataset.ts";
import { fail } from "../../internal/fail.ts";
import { product } from "../../internal/product.ts";
import { readFeatures, readVector } from "../../internal/table-inputs.ts";
import { createTableReader } from "../../internal/table-reader.ts";
import type { TableLayout } from "../../table-layout.ts";
import { tableRow } from "../../table-row.ts";
import type { FileTable } from "./file-table.ts";
import { createGroupCache } from "./group-cache.ts";

/** The columns of a dataset of files, without their numbers. */
type DescribedColumns = Readonly<Record<string, Omit<Column, "values">>>;

/** Describes the columns that a layout makes. */
export function describeColumns({ features, vectors }: TableLayout): DescribedColumns {
  const row = { shape: [features.length], transforms: [] };
  return {
    ...(features.length > 0 ? { row: { ...row, source: tableRow(features) } } : {}),
    ...Object.fromEntries(vectors.map(({ name, size }) => [name, { shape: [size], transforms: [] }])),
  };
}

const MOST_SAMPLED = 1024;

const USUAL_CACHE = 2 ** 28;

/**
 * Makes the storage of files, read by a layout into a cache.
 *
 * @param given the most memory for row groups. Default: 256 MiB, or what the largest of them takes
 * @throws ArgumentError when a row group is larger than a cache that is given
 */
export function createStorage(
  functionName: string,
  files: FileTable,
  layout: TableLayout,
  given: number | undefined,
): FileStorage {
  const { starts, places, names } = files;
  const { features, vectors } = layout;
  const columns = describeColumns(layout);
  const sizes = Object.values(columns).map(({ shape }) => product(shape));
  const bytesPerExample = Float32Array.BYTES_PER_ELEMENT * sizes.reduce((sum, size) => sum + size, 0);
  const sizeOf = (group: number) => (starts[group + 1]! - starts[group]!) * bytesPerExample;
  const groups = Array.from({ length: starts.length - 1 }, (_, group) => group);
  const largest = groups.reduce((most, group) => Math.max(most, sizeOf(group)), 0);
  const cacheBytes = given ?? Math.max(USUAL_CACHE, largest);
  if (largest > cacheBytes) {
    const expected = `must be at least ${largest}, the size of the largest row group in memory (or write smaller ones)`;
    fail(functionName, "range", "cacheBytes", expected, String(cacheBytes));
  }
  const inputs = [...features, ...vectors].map(({ name }) => name);
  const cache = createGroupCache({
    ...{ cacheBytes, sizeOf },
    async read(caller, group): Promise<StoredGroup> {
      const reader = createTableReader(caller, await files.readGroup(caller, group, inputs), layout);
      const stored = vectors.map(({ name, size }) => [name, readVector(reader, name, size).values]);
      if (features.length > 0) stored.push(["row", readFeatures(reader, layout).values]);
      return Object.fromEntries(stored);
    },
  });

  async function hashAll(caller: string): Promise<Readonly<Record<string, Uint8Array>>> {
    const hashes = Object.keys(columns).map((name) => ({ name, hash: createHash("sha256") }));
    for (const group of groups) {
      const stored = await cache.load(caller, group);
      for (const { name, hash } of hashes) hash.update(bytesOf(stored[name]!));
    }
    return Object.fromEntries(hashes.map(({ name, hash }) => [name, Uint8Array.from(hash.digest())]));
  }

  let digests: Promise<Readonly<Record<string, Uint8Array>>> | undefined;
  return {
    ...{ starts, places, names, bytesPerExample, cacheBytes },
    sampled: Math.min(starts.find((start) => start > 0)!, MOST_SAMPLED),
    load: cache.load,
    statistics: cache.statistics,
    release: cache.clear,
    digests(caller) {
      digests ??= hashAll(caller).catch((cause) => {
        digests = undefined;
        throw cause;
      });
      return digests;
    },
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
