// Makes a table of so many gigabytes in files, trains a net on it for an epoch, and compares the rows of a second with those of an epoch
// in memory, of as many rows as fit there. Each part is a process of its own, so that the memory is its own. Next to the clock it shows
// the ratio of processor time, which a busy machine changes less. The files are deleted at the end. Needs the build.
//
//   node scripts/bench-out-of-core.mjs --gigabytes 1 --format parquet
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    gigabytes: { type: "string", default: "1" },
    format: { type: "string", default: "arrow" },
    columns: { type: "string", default: "128" },
    "rows-per-group": { type: "string", default: "50000" },
    "cache-mib": { type: "string", default: "256" },
    hidden: { type: "string", default: "128" },
    "batch-size": { type: "string", default: "128" },
    "memory-rows": { type: "string", default: "200000" },
    directory: { type: "string", default: tmpdir() },
    role: { type: "string", default: "all" },
  },
});
const number = (name) => Number(values[name]);
const [width, rowsPerGroup, batchSize] = [number("columns"), number("rows-per-group"), number("batch-size")];
const CLASSES = 10;
const GROUPS_PER_FILE = 8;
const WARM_UP_ROWS = 10_000;
const from = (folder) => createRequire(new URL(`../${folder}/package.json`, import.meta.url));
const importFrom = (folder, name) => import(pathToFileURL(from(folder).resolve(name)).href);
const packaged = (path) => import(new URL(`../packages/${path}`, import.meta.url).href);

const roles = { all: runAll, write: writeFiles, memory: trainInMemory, files: trainFromFiles };
await roles[values.role]();

/** Rows whose class a net can learn: the largest of ten sums of numbers. */
function makeRows(createRandom, seed, rows) {
  const { uniform } = createRandom(seed);
  const columns = Array.from({ length: width }, () => new Float32Array(rows));
  const labels = new Array(rows);
  for (let row = 0; row < rows; row++) {
    const sums = new Float64Array(CLASSES);
    for (let index = 0; index < width; index++) {
      const value = uniform() - 0.5;
      columns[index][row] = value;
      sums[index % CLASSES] += value;
    }
    labels[row] = `class ${sums.indexOf(Math.max(...sums))}`;
  }
  return { columns, labels };
}

/** Writes one file. Its rows are drawn once for all files: what is read is as much. */
async function writeFiles() {
  const { createRandom } = await packaged("core/dist/index.js");
  const groups = Array.from({ length: GROUPS_PER_FILE }, (_, index) => makeRows(createRandom, index + 1, rowsPerGroup));
  const bytes = values.format === "parquet" ? await parquetBytes(groups) : await arrowBytes(groups);
  for (let written = 0, index = 0; written < number("gigabytes") * 1e9; written += bytes.length, index++) {
    writeFileSync(join(values.directory, `part-${String(index).padStart(4, "0")}.${values.format}`), bytes);
  }
}

async function arrowBytes(groups) {
  const { makeVector, Table, tableToIPC, Utf8, vectorFromArray } = await importFrom(
    "packages/datasets",
    "apache-arrow",
  );
  const batches = groups.flatMap(({ columns, labels }) => {
    const vectors = columns.map((column, index) => [`x${index}`, makeVector(column)]);
    return new Table({ ...Object.fromEntries(vectors), label: vectorFromArray(labels, new Utf8()) }).batches;
  });
  return tableToIPC(new Table(batches), "file");
}

async function parquetBytes(groups) {
  const { parquetWriteBuffer } = await importFrom("packages/datasets", "hyparquet-writer");
  const columnData = Array.from({ length: width }, (_, index) => ({
    ...{ name: `x${index}`, type: "FLOAT", nullable: false },
    data: Float32Array.from(groups.flatMap(({ columns }) => Array.from(columns[index]))),
  }));
  columnData.push({ name: "label", type: "STRING", nullable: false, data: groups.flatMap(({ labels }) => labels) });
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: rowsPerGroup, codec: "UNCOMPRESSED" }));
}

/** Trains for an epoch and prints what it took. */
async function trainOnce(training, facts) {
  const [{ selectBackend }, { createMlp, sgd, trainClassifier }] = await Promise.all([
    packaged("backend/dist/index.js"),
    packaged("training/dist/index.js"),
  ]);
  const { inputShape, selectRows } = await packaged("datasets/dist/index.js");
  const choice = await selectBackend({ threads: 1 });
  const exampleShape = inputShape(training);
  const student = createMlp({ exampleShape, hiddenUnits: [number("hidden")], classCount: CLASSES, seed: 1 });
  // The kernels are compiled before the clock runs.
  const options = { epochs: 1, seed: 1, batchSize, optimizer: sgd({ learningRate: 0.05 }) };
  const few = Array.from({ length: WARM_UP_ROWS }, (_, row) => row);
  await trainClassifier(student, selectRows(training, few), options);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const { epochs } = await trainClassifier(student, training, options);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const rows = training.rows.length;
  const processor = (user + system) / 1e6;
  const mostMemory = process.resourceUsage().maxRSS * 1024;
  const loss = epochs[0].terms.total;
  console.log(
    JSON.stringify({ ...facts(), rows, seconds, processor, mostMemory, loss, backend: choice.backend ?? choice.name }),
  );
}

async function trainInMemory() {
  const { createRandom } = await packaged("core/dist/index.js");
  const { createDataset } = await packaged("datasets/dist/index.js");
  const rows = number("memory-rows");
  const { columns, labels } = makeRows(createRandom, 1, rows);
  const features = new Float32Array(rows * width);
  columns.forEach((column, index) => {
    for (let row = 0; row < rows; row++) features[row * width + index] = column[row];
  });
  const classNames = Array.from({ length: CLASSES }, (_, index) => `class ${index}`);
  const numbers = Int32Array.from(labels, (label) => classNames.indexOf(label));
  await trainOnce(createDataset({ features, exampleShape: [width], labels: numbers, classNames }), () => ({}));
}

async function trainFromFiles() {
  const { openFileDataset } = await packaged("datasets/dist/node/index.js");
  const { describeShuffle } = await packaged("datasets/dist/index.js");
  const paths = readdirSync(values.directory)
    .sort()
    .map((name) => join(values.directory, name));
  const start = performance.now();
  const training = await openFileDataset(paths, { label: "label", cacheBytes: number("cache-mib") * 2 ** 20 });
  const opened = (performance.now() - start) / 1000;
  const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
  await trainOnce(training, () => ({
    ...{ files: paths.length, bytes, opened, shuffle: describeShuffle(training).description },
    ...training.storage.statistics(),
  }));
}

function runAll() {
  const directory = mkdtempSync(join(values.directory, "out-of-core-"));
  const args = Object.entries({ ...values, directory }).flatMap(([name, value]) => [`--${name}`, value]);
  const run = (role) => {
    const self = fileURLToPath(import.meta.url);
    const output = execFileSync(process.execPath, [self, ...args, "--role", role], { encoding: "utf8" });
    return role === "write" ? undefined : JSON.parse(output);
  };
  try {
    run("write");
    const memory = run("memory");
    const files = run("files");
    const perRow = (of, what) => (of[what] / of.rows) * 1e6;
    console.log(`${(files.bytes / 1e9).toFixed(2)} GB in ${files.files} files, ${files.rows} rows of ${width} numbers`);
    console.log(`backend ${files.backend}, hidden units ${values.hidden}, batch size ${batchSize}`);
    console.log(`shuffle: ${files.shuffle}`);
    console.log(`opened in ${files.opened.toFixed(1)} s, epoch of ${files.seconds.toFixed(1)} s`);
    for (const [name, of] of Object.entries({ "in memory": memory, "from files": files })) {
      const rate = Math.round(of.rows / of.seconds);
      const memoryText = `${(of.mostMemory / 1e6).toFixed(0)} MB resident at most`;
      console.log(
        `${name}: ${rate} rows/s, ${perRow(of, "processor").toFixed(2)} µs of processor a row, ${memoryText}, loss ${of.loss.toFixed(3)}`,
      );
    }
    const ratio = (what) => (perRow(files, what) / perRow(memory, what)).toFixed(3);
    console.log(`files to memory: ${ratio("seconds")} by the clock, ${ratio("processor")} by the processor`);
    console.log(
      `${files.reads} row groups read, ${(files.mostHeldBytes / 2 ** 20).toFixed(0)} MiB in the cache at most`,
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}
