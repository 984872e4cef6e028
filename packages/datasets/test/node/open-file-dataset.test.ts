import { readFileSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { createRandom } from "@dark-knowledge/core";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import {
  batches,
  type Dataset,
  type DataTable,
  datasetFromTable,
  describeInputs,
  describeShuffle,
  encodeTable,
  type FileDataset,
  firstExamples,
  fitTransforms,
  inferLayout,
  readBatches,
  selectRows,
  standardise,
  stratifiedSplit,
  viewOf,
  withTransform,
} from "../../src/index.ts";
import { loadTable, openFileDataset } from "../../src/node/index.ts";
import { type GroupColumns, writeGroups } from "../fixtures/write-groups.ts";

const inside = useTemporaryDirectory();

/** Random rows: numbers with and without missing ones, a category, truths, and a label with a class that is rare. */
function randomColumns(rows: number, seed: number): GroupColumns {
  const { uniform, integer } = createRandom(seed);
  const cells = (cell: (row: number) => unknown) => Array.from({ length: rows }, (_, row) => cell(row));
  return {
    a: { kind: "float32", cells: cells(() => Math.fround(uniform() * 10 - 5)) },
    b: { kind: "float64", cells: cells(() => (uniform() < 0.2 ? null : uniform() * 1e3)) },
    n: { kind: "int32", cells: cells(() => integer(1000)) },
    colour: { kind: "text", cells: cells(() => (uniform() < 0.1 ? null : ["red", "green", "blue"][integer(3)])) },
    flag: { kind: "truth", cells: cells(() => uniform() < 0.5) },
    label: { kind: "text", cells: cells((row) => (row === rows - 1 ? "rare" : ["yes", "no"][integer(2)])) },
  };
}

function part(columns: GroupColumns, from: number, to: number): GroupColumns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, { kind, cells }]) => [name, { kind, cells: cells.slice(from, to) }]),
  );
}

/** Cuts a number of rows at random. */
function cut(rows: number, pieces: number, { integer }: ReturnType<typeof createRandom>): number[] {
  const cuts = [0, ...Array.from({ length: pieces - 1 }, () => integer(rows + 1)).sort((a, b) => a - b), rows];
  return cuts.slice(1).map((end, index) => end - cuts[index]!);
}

async function tablesOf(paths: readonly string[]): Promise<DataTable> {
  const tables = await Promise.all(paths.map((path) => loadTable(path)));
  const [first] = tables as [DataTable];
  const columns = first.names.map((_, index) => tables.flatMap((table) => Array.from(table.columns[index]!)));
  return { ...first, columns, rowNumbers: Int32Array.from(columns[0]!, (_, row) => row + 1) };
}

async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Opens random rows in two files, and the same rows in memory. */
async function both(ending: string, rows: number, seed: number, cacheBytes = 2 ** 20) {
  const random = createRandom(seed);
  const columns = randomColumns(rows, seed);
  const middle = random.integer(rows - 1) + 1;
  const paths = [inside(`${seed}-0.${ending}`), inside(`${seed}-1.${ending}`)];
  writeGroups(paths[0]!, part(columns, 0, middle), cut(middle, 3, random));
  writeGroups(paths[1]!, part(columns, middle, rows), cut(rows - middle, 2, random));
  const table = await tablesOf(paths);
  const memory = datasetFromTable(table, inferLayout(table, { label: "label" }));
  return { paths, table, memory, files: await openFileDataset(paths, { label: "label", cacheBytes }) };
}

function withTransformsOf(dataset: Dataset, { columns }: Dataset): Dataset {
  return Object.entries(columns).reduce(
    (set, [column, { transforms }]) => transforms.reduce((one, each) => withTransform(one, each, { column }), set),
    dataset,
  );
}

test.each(["parquet", "arrow", "stream.arrow"])(
  "openFileDataset gives the examples of %s files that datasetFromTable gives",
  async (ending) => {
    for (const seed of [1, 2, 3, 4]) {
      const { files, memory, table } = await both(ending, 20 + 37 * seed, seed);
      expect(files.layout).toEqual(inferLayout(table, { label: "label" }));
      expect([files.targets, files.rows]).toEqual([memory.targets, memory.rows]);
      const fitted = await fitTransforms(files);
      expect(describeInputs(files)).toEqual(describeInputs(memory));
      // Bit for bit.
      expect(fitted.columns.row!.transforms).toEqual([encodeTable(memory)]);
      const known = withTransformsOf(memory, fitted);
      expect(describeShuffle(fitted)).toMatchObject({ isFull: true, share: 1, description: "full shuffle" });
      for (const options of [
        { order: "stored" },
        { seed, epoch: seed },
        { seed, epoch: 0, dropRemainder: true },
      ] as const) {
        const settings = { batchSize: 16, ...options };
        expect(await allOf(readBatches(fitted, settings))).toEqual([...batches(known, settings)]);
      }
      const { selected, rest } = stratifiedSplit(fitted, { size: 10, seed });
      const split = stratifiedSplit(known, { size: 10, seed });
      expect([selected.rows, rest.rows]).toEqual([split.selected.rows, split.rest.rows]);
      const shuffled = { batchSize: 7, seed, epoch: 1 };
      expect(await allOf(readBatches(rest, { ...shuffled, skip: 2 }))).toEqual(
        [...batches(split.rest, shuffled)].slice(2),
      );
      const looked = firstExamples(fitted, 3);
      expect(viewOf(looked, looked.rows, 0)).toEqual(viewOf(known, [0, 1, 2], 0));
    }
  },
);

test("a small cache mixes some row groups at a time, reads each once an epoch, and stays within its limit", async () => {
  const columns = randomColumns(120, 9);
  writeGroups(inside("windows.parquet"), columns, Array(12).fill(10));
  const cacheBytes = 3 * 10 * 5 * 4;
  const files = await fitTransforms(await openFileDataset(inside("windows.parquet"), { label: "label", cacheBytes }));
  expect(describeShuffle(files)).toEqual({
    ...{ isFull: false, groups: 12, mixed: 3, share: 0.25 },
    description: "shuffled row groups, 3 of 12 mixed at a time: a batch is drawn from about 25 % of the examples",
  });
  const epochs: string[] = [];
  for (const epoch of [0, 1, 1]) {
    const before = files.storage.statistics().reads;
    const all = await allOf(readBatches(files, { batchSize: 32, seed: 5, epoch }));
    // What an epoch begins with may be in memory from the one before.
    const reads = files.storage.statistics().reads - before;
    expect(reads).toBeGreaterThanOrEqual(9);
    expect(reads).toBeLessThanOrEqual(12);
    const ids = all.flatMap((batch) => [...batch.ids]);
    expect(ids.toSorted((a, b) => a - b)).toEqual([...files.rows]);
    // Each window has the examples of three row groups, and is not in their order.
    for (let start = 0; start < 120; start += 30) {
      const window = ids.slice(start, start + 30);
      expect(new Set(window.map((id) => Math.floor(id / 10))).size).toBe(3);
      expect(new Set(window.slice(0, 10).map((id) => Math.floor(id / 10))).size).toBeGreaterThan(1);
    }
    epochs.push(ids.join());
  }
  expect(epochs[1]).toBe(epochs[2]);
  expect(epochs[0]).not.toBe(epochs[1]);
  expect(files.storage.statistics().mostHeldBytes).toBe(cacheBytes);
  // In stored order one row group after another is enough.
  const before = files.storage.statistics().reads;
  await allOf(readBatches(files, { batchSize: 7, order: "stored" }));
  expect(files.storage.statistics().reads - before).toBeLessThanOrEqual(12);
  // Of a few row groups all fit.
  expect(describeShuffle(selectRows(files, [0, 15, 119])).isFull).toBe(true);
});

test("numbers are targets, several of them too, some of them missing; a list of numbers is a column of its own", async () => {
  const { uniform } = createRandom(3);
  const cells = (cell: () => unknown) => Array.from({ length: 50 }, cell);
  const columns: GroupColumns = {
    pair: { kind: "pair", cells: cells(() => [Math.fround(uniform()), Math.fround(uniform())]) },
    price: { kind: "float64", cells: cells(() => (uniform() < 0.3 ? null : uniform())) },
    weight: { kind: "float32", cells: cells(() => Math.fround(uniform())) },
  };
  const path = inside("numbers.arrow");
  writeGroups(path, columns, [20, 0, 30]);
  const options = { label: "price", weight: "weight" };
  const files = await fitTransforms(await openFileDataset(path, options));
  const table = await loadTable(path);
  const memory = datasetFromTable(table, inferLayout(table, options));
  expect(files.targets).toEqual(memory.targets);
  expect(files.weights).toEqual(memory.weights);
  const [scale] = files.columns.pair!.transforms;
  expect(scale).toEqual(standardise(memory));
  const known = withTransform(memory, scale!);
  const settings = { batchSize: 8, seed: 1, epoch: 0 };
  expect(await allOf(readBatches(files, settings))).toEqual([...batches(known, settings)]);
  // Other files of the table are read with the layout, without another look at the types.
  writeGroups(inside("test.arrow"), part(columns, 0, 5), [5]);
  const test = await openFileDataset(inside("test.arrow"), { layout: files.layout });
  expect([test.rows.length, test.layout]).toEqual([5, files.layout]);
});

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "nothing was refused",
    ({ message }: Error) => message,
  );
}

test.each(["parquet", "arrow"])(
  "files of %s that are damaged or changed are named with their row group",
  async (ending) => {
    const path = inside(`damaged.${ending}`);
    const columns = randomColumns(60, 4);
    writeGroups(path, columns, [20, 20, 20]);
    const bytes = readFileSync(path);
    const read = (files: FileDataset) => allOf(readBatches(files, { batchSize: 8, order: "stored" }));
    const cacheBytes = 20 * 5 * 4;
    const files = await fitTransforms(await openFileDataset(path, { label: "label", cacheBytes }));
    await read(files);
    // Another file of the same size.
    utimesSync(path, 1e9, 1e9);
    expect(await refusal(read(files))).toBe(
      `readBatches: ${path} was changed since it was opened, at row group 1 of 3; open it again`,
    );
    truncateSync(path, bytes.length >> 1);
    expect(await refusal(openFileDataset(path, { label: "label" }))).toMatch(
      new RegExp(`^openFileDataset: ${path} is damaged, or no (Parquet|Arrow) file \\([^\\n]+\\)$`),
    );
    // Bytes in the middle that make no sense.
    const middle = bytes.indexOf(
      ending === "parquet" ? Buffer.from([0x15]) : Buffer.from([0xff, 0xff, 0xff, 0xff]),
      bytes.length / 2 - 300,
    );
    const wrong: string[] = [];
    const found = new Set<string>();
    for (let at = middle; at < middle + 120; at += 4) {
      const changed = Buffer.from(bytes);
      changed.fill(0xf7, at, at + 4);
      writeFileSync(path, changed);
      const message = await refusal(openFileDataset(path, { label: "label" }).then(read));
      if (!/^(openFileDataset|readBatches): [^\n]{1,600}$|^nothing was refused$/.test(message)) wrong.push(message);
      const [, where] = /is damaged in (row group \d of 3)/.exec(message) ?? [];
      if (where !== undefined) found.add(where);
    }
    expect(wrong).toEqual([]);
    expect(found.size).toBeGreaterThan(0);
  },
);

test("openFileDataset says what is wrong before it reads on", async () => {
  const path = inside("right.parquet");
  writeGroups(path, randomColumns(30, 1), [30]);
  const open = (paths: unknown, options: object = { label: "label" }) =>
    refusal(openFileDataset(paths as string, options));
  expect(await open([])).toBe("openFileDataset: paths must be a path, or several, got an array of length 0");
  expect(await open("a.csv")).toBe('openFileDataset: paths must end in .parquet, .arrow or .feather, got "a.csv"');
  expect(await open(inside("none.parquet"))).toBe(`openFileDataset: ${inside("none.parquet")} cannot be read (ENOENT)`);
  expect(await open(path, { label: "lable" })).toBe(
    `openFileDataset: label must name columns of ${path} (a, b, n, colour, flag, label), got "lable"`,
  );
  expect(await open(path, { label: "label", cacheBytes: 599 })).toBe(
    "openFileDataset: cacheBytes must be at least 600, the size of the largest row group in memory (or write smaller ones), got 599",
  );
  expect(await open(path, { label: "label", types: { colour: "text" } })).toBe(
    "openFileDataset: layout.texts must be empty, since texts cannot be inputs from files (ignore the columns), got colour",
  );
  const { layout } = await openFileDataset(path, { label: "label" });
  expect(await open(path, { layout, label: "label" })).toBe(
    'openFileDataset: label must be left out with a layout, got "label"',
  );
  const other = inside("other.parquet");
  writeGroups(other, { a: { kind: "float32", cells: [1] } }, [1]);
  expect(await open([path, other])).toBe(`openFileDataset: ${other} has no column "b", which ${path} has`);
  const strange = inside("strange.parquet");
  const columns = randomColumns(30, 1);
  const label = {
    kind: "text",
    cells: columns.label!.cells.map((cell, row) => (row === 17 ? "maybe" : cell)),
  } as const;
  writeGroups(strange, { ...columns, label }, [10, 10, 10]);
  expect(await open(strange, { layout })).toBe(
    `openFileDataset: ${strange}: row 18, column "label" must be one of the 3 classes, got "maybe"`,
  );
});

test("what needs all numbers in memory refuses files; batches of files are not augmented, and miss no number", async () => {
  const path = inside("refused.arrow");
  writeGroups(path, randomColumns(30, 2), [30]);
  const files = await openFileDataset(path, { label: "label" });
  const expected = "dataset must be in memory (readBatches reads one of files), got a dataset of files";
  expect(() => batches(files, { batchSize: 1, order: "stored" })).toThrow(`batches: ${expected}`);
  expect(() => encodeTable(files)).toThrow(`encodeTable: ${expected}`);
  expect(() => viewOf(files, [0], 0)).toThrow(`viewOf: ${expected}`);
  expect(() => readBatches(files, { batchSize: 1, order: "stored" })).toThrow(
    "readBatches: dataset must have rows with the transform of encodeTable, got categories as they are stored",
  );
  const fitted = await fitTransforms(files);
  expect(() => readBatches(fitted, { batchSize: 1, seed: 1, epoch: 0, jitter: 1 })).toThrow("readBatches: jitter");
  expect(() => readBatches(fitted, { batchSize: 1, seed: 1, epoch: 0, augmentationSeed: 1 })).toThrow(
    "readBatches: augmentationSeed must be an integer, at least 0 and at most 0, got 1",
  );
  await expect(fitTransforms(firstExamples(fitted, 3) as FileDataset)).rejects.toThrow(
    "fitTransforms: dataset must be of files (encodeTable and standardise fit others), got one in memory",
  );
  await expect(fitTransforms(selectRows(files, []))).rejects.toThrow(
    "fitTransforms: dataset must have an example, got none",
  );
  // Numbers alone need no transform, unless one is missing far behind those that were looked at.
  const numbers = inside("missing.parquet");
  const cells = Array.from({ length: 1100 }, (_, row) => (row === 1090 ? null : row));
  writeGroups(numbers, { x: { kind: "float64", cells }, y: { kind: "float64", cells } }, [1100]);
  const plain = await openFileDataset(numbers, { label: "y", task: "numbers" });
  expect(await refusal(allOf(readBatches(plain, { batchSize: 64, order: "stored" })))).toBe(
    "readBatches: dataset must have rows with the transform of encodeTable, got missing numbers",
  );
});
