import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { packModel, pruneWeights, unpackModel } from "@dark-knowledge/compression";
import {
  datasetFromIdx,
  datasetFromTable,
  decodeWav,
  inferLayout,
  readCsv,
  readIdx,
  readJsonLines,
  readNpy,
  readNpz,
} from "@dark-knowledge/datasets";
import { readArrow } from "@dark-knowledge/datasets/arrow";
import { decodeImage } from "@dark-knowledge/datasets/images";
import { readParquet } from "@dark-knowledge/datasets/parquet";
import { distill, mnist, specialists } from "@dark-knowledge/paper";
import { htmlReport, parseRecord } from "@dark-knowledge/report";
import { openSoftTargetsFrom, type SoftTargetFiles, verifySoftTargets } from "@dark-knowledge/soft-targets";
import {
  createLexicon,
  readArpa,
  readPronunciations,
  readSphinxFeatures,
  readTranscripts,
} from "@dark-knowledge/speech";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import {
  Bool,
  Dictionary,
  Field,
  Float32,
  Int32,
  Int64,
  List,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { encode } from "fast-png";
import { zipSync } from "fflate";
import { parquetWriteBuffer } from "hyparquet-writer";
import jpeg from "jpeg-js";

/** A format that somebody else's files come in. */
export interface Format {
  readonly name: string;
  /** Right files, to be damaged. */
  readonly files: readonly Uint8Array[];
  /** Reads a file as far as those do who use it. */
  readonly read: (bytes: Uint8Array) => unknown;
}

const text = (value: string) => new TextEncoder().encode(value);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const json = (value: unknown) => text(JSON.stringify(value));

function idx(shape: readonly number[], data: readonly number[], type = 8): Uint8Array {
  return Uint8Array.of(0, 0, type, shape.length, ...shape.flatMap((size) => [0, 0, size >> 8, size & 255]), ...data);
}

function npy(type: string, shape: string, data: Uint8Array): Uint8Array {
  const header = text(`{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }\n`);
  return Uint8Array.of(0x93, ...text("NUMPY"), 1, 0, header.length, 0, ...header, ...data);
}

function wav(bits: number, channels: number, data: Uint8Array): Uint8Array {
  const file = Buffer.alloc(44 + data.length);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + data.length, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(8000, 24);
  file.writeUInt32LE((8000 * channels * bits) / 8, 28);
  file.writeUInt16LE((channels * bits) / 8, 32);
  file.writeUInt16LE(bits, 34);
  file.write("data", 36);
  file.writeUInt32LE(data.length, 40);
  file.set(data, 44);
  return file;
}

const floats = new Uint8Array(Float32Array.of(1, -2, Number.NaN, 4, 0, 6).buffer);
const bytes = Uint8Array.from({ length: 48 }, (_, index) => (index * 37) % 256);
const csv = 'width,colour,note,label\n1.5,red,"good, day",0\n,blue,"two\nlines",1\n3,red,,0\n';
const rows = [
  { width: 1.5, colour: "red", tags: [1, 2], label: "a" },
  { width: null, colour: "blue", tags: [3, 4], label: "b" },
];
const lines = rows.map((row) => JSON.stringify(row)).join("\n");

function learn(table: ReturnType<typeof readCsv>): unknown {
  const layout = inferLayout(table, table.names.includes("label") ? { label: "label" } : {});
  return datasetFromTable(table, layout);
}

const GOLDEN = fileURLToPath(new URL("../../../packages/soft-targets/test/golden/", import.meta.url));
const stores = ["dense-float16", "dense-float32", "top-k"].map((name) => {
  const names = readdirSync(GOLDEN + name);
  return new Map(names.map((file) => [file, Uint8Array.from(readFileSync(`${GOLDEN}${name}/${file}`))] as const));
});

/** Opens a store one of whose files is another one, and reads all of it; checksums would notice before anything else does. */
async function readStore(store: ReadonlyMap<string, Uint8Array>, changed: string, content: Uint8Array): Promise<void> {
  const fileOf = (name: string) => {
    const found = name === changed ? content : store.get(name);
    if (found === undefined) throw new Error(`memory has no ${name}`);
    return found;
  };
  const files: SoftTargetFiles = {
    locate: (name) => name,
    readAll: async (name, mostBytes) => {
      if (fileOf(name).length > mostBytes) throw new Error(`${name} is too long`);
      return fileOf(name).slice();
    },
    readRanges: async (name, ranges) => ranges.map(({ start, end }) => fileOf(name).slice(start, end)),
    close: async () => undefined,
  };
  for (const cacheBytes of [2 ** 26, 0]) {
    const opened = await openSoftTargetsFrom(files, { checksums: false, cacheBytes });
    const ids: number[] = [];
    for await (const block of opened.blocks()) ids.push(...block.ids);
    await opened.read(ids.slice(0, 5)).catch(allowLine);
    await verifySoftTargets(opened);
    await opened.close();
  }
}

/** Rows may be of several views, of which the one that is asked for has none. */
function allowLine(error: unknown): void {
  if (!(error instanceof Error) || error.message.includes("\n")) throw error;
}

const run = {
  kind: "run",
  ...{ experiment: "mine", title: "two classes", spec: { dataset: "toy" }, versions: {}, backend: "cpu" },
  ...{ dataset: { name: "toy", sizes: { test: 200 }, classNames: ["even", "odd"] }, examples: [] },
};
const net = (role: string, seed: number, errors: number) => ({
  kind: "net",
  ...{ role, name: role, seed, architecture: "2-3-2", parameters: 17, figures: { errors } },
});
const record = [run, net("teacher", 1, 3), net("student", 1, 9), net("student", 2, 8)]
  .map((line) => JSON.stringify(line))
  .join("\n");

/** Whatever JSON is in the file, as a specification. */
function resolveSpec(experiment: { readonly resolve: (...parts: never[]) => object }, content: Uint8Array): unknown {
  let given: unknown;
  try {
    given = JSON.parse(textOf(content));
  } catch {
    return undefined;
  }
  return experiment.resolve(given as never);
}

const COLUMNS = [
  { name: "width", data: Array.from({ length: 20 }, (_, row) => (row % 7 === 0 ? null : row / 4)), nullable: true },
  { name: "colour", data: Array.from({ length: 20 }, (_, row) => ["red", "blue", "green"][row % 3]!) },
  { name: "flag", data: Array.from({ length: 20 }, (_, row) => row % 2 === 0) },
  { name: "vector", data: Array.from({ length: 20 }, (_, row) => [row, row + 1]) },
];

const arrowTable = () =>
  new Table({
    width: vectorFromArray([1, null, 3], new Float32()),
    id: vectorFromArray([1n, 2n, 3n], new Int64()),
    colour: vectorFromArray(["red", "blue", "red"], new Dictionary(new Utf8(), new Int32())),
    note: vectorFromArray(["a", "bc", null], new Utf8()),
    vector: vectorFromArray([[1, 2], [3], []], new List(new Field("item", new Float32()))),
    flag: vectorFromArray([true, false, null], new Bool()),
  });

const PICTURES = idx([2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]);

const dense = sequential({ layers: [layers.dense({ units: 3, inputShape: [4] })] });
const packedModels = [await packModel(dense), await packModel(await pruneWeights(dense, { sparsity: 0.7 }))];

/**
 * Every format that files from elsewhere are read in, but for those of models.
 */
export const FORMATS: readonly Format[] = [
  { name: "IDX", files: [idx([2, 3], [1, 2, 3, 4, 5, 6]), idx([2, 3], [...floats], 13)], read: readIdx },
  {
    name: "IDX as a dataset",
    files: [idx([2], [0, 1]), PICTURES],
    read: (content) => {
      const isLabels = content[3] === 1;
      datasetFromIdx({ images: isLabels ? PICTURES : content, labels: isLabels ? content : idx([2], [0, 1]) });
    },
  },
  {
    name: "NPY",
    files: [npy("<f4", "2, 3", floats), npy("|u1", "48,", bytes), npy(">i2", "24,", bytes)],
    read: readNpy,
  },
  {
    name: "NPZ",
    files: [zipSync({ "a.npy": npy("<f4", "2, 3", floats), "b.npy": npy("|u1", "48,", bytes) })],
    read: readNpz,
  },
  { name: "CSV", files: [text(csv)], read: (content) => learn(readCsv(content)) },
  { name: "JSON lines", files: [text(lines)], read: (content) => learn(readJsonLines(content)) },
  {
    name: "PNG",
    files: [1, 3, 4].map((channels) =>
      encode({ width: 4, height: 3, channels: channels as 1, data: bytes.subarray(0, 12 * channels) }),
    ),
    read: decodeImage,
  },
  {
    name: "JPEG",
    files: [Uint8Array.from(jpeg.encode({ width: 8, height: 8, data: Buffer.alloc(256, 99) }, 50).data)],
    read: decodeImage,
  },
  {
    name: "Parquet",
    files: [{ codec: "UNCOMPRESSED" }, { codec: "SNAPPY" }, { rowGroupSize: 7 }].map((options) =>
      Uint8Array.from(new Uint8Array(parquetWriteBuffer({ columnData: COLUMNS, ...options } as never))),
    ),
    read: (content) => readParquet(content),
  },
  {
    name: "Arrow tables",
    files: (["file", "stream"] as const).map((format) => tableToIPC(arrowTable(), format)),
    read: (content) => readArrow(content),
  },
  { name: "WAV", files: [wav(16, 1, bytes), wav(8, 2, bytes), wav(24, 1, bytes)], read: decodeWav },
  {
    name: "Sphinx features",
    files: [Uint8Array.of(0, 0, 0, 6, ...bytes.map((byte) => byte & 63).subarray(0, 24))],
    read: (content) => readSphinxFeatures(content, { columns: 3 }),
  },
  {
    name: "pronunciations",
    files: [text(";;; said\nA  AH\nA(2)  EY\nNO  N OW\n")],
    read: (content) => createLexicon(readPronunciations(textOf(content))),
  },
  {
    name: "transcripts",
    files: [text("<s> NO A </s> (a-1)\nA (a-2)\n")],
    read: (content) => readTranscripts(textOf(content)),
  },
  {
    name: "ARPA language models",
    files: [text("\\data\\\nngram 1=2\nngram 2=1\n\\1-grams:\n-1 A -0.5\n-1 </s>\n\\2-grams:\n-0.1 A </s>\n\\end\\\n")],
    read: (content) => readArpa(textOf(content)),
  },
  { name: "packed models", files: packedModels, read: unpackModel },
  ...stores.flatMap((store): Format[] =>
    [...store].map(([name, content]) => ({
      name: `soft targets: ${name} of ${stores.indexOf(store)}`,
      files: [content],
      read: (changed) => readStore(store, name, changed),
    })),
  ),
  {
    name: "records of runs",
    files: [text(record)],
    read: (content) => htmlReport(parseRecord(textOf(content))),
  },
  ...[distill, mnist, specialists].map(
    (experiment): Format => ({
      name: `specifications of ${experiment.name}`,
      files: [json(experiment.resolve({}))],
      read: (content) => resolveSpec(experiment, content),
    }),
  ),
];
