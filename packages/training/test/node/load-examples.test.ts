import { writeFileSync } from "node:fs";
import {
  batches,
  columnOf,
  counts,
  createDataset,
  datasetFromTable,
  describeInputs,
  encodeTable,
  hashedText,
  inferLayout,
  readBatches,
  readCsv,
  scale,
  withTransform,
} from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { loadExamples } from "../../src/node/index.ts";

const inside = useTemporaryDirectory();
const TRAINED = readCsv("kind,height,leaf\nherb,1,round\ntree,9,long\nherb,2,round\ntree,7,round\n");
const layout = inferLayout(TRAINED, { label: "kind" });
const stored = datasetFromTable(TRAINED, layout);
const dataset = withTransform(stored, encodeTable(stored));
const ALL = { batchSize: 9, order: "stored" } as const;
const description = { classNames: ["herb", "tree"], inputs: describeInputs(dataset), layout };

function load(text: string) {
  writeFileSync(inside("new.csv"), text);
  return loadExamples(description, inside("new.csv"));
}

test("loadExamples reads a table with the student's transforms and classes, naming each row", async () => {
  const { dataset: read, names } = await load("leaf,kind,height\nlong,tree,5\nround,,3\n");
  expect(names).toEqual(["2", "3"]);
  expect(read.targets).toMatchObject({ labels: Int32Array.of(1, -1), classNames: ["herb", "tree"] });
  expect(describeInputs(read)).toEqual(description.inputs);
});

test("loadExamples leaves rows in their file if it is asked to, with labels or without", async () => {
  const { vectorFromArray, Table, tableToIPC } = await import("apache-arrow");
  const columns = { leaf: vectorFromArray(["long", "round"]), height: vectorFromArray([5, 3]) };
  const labels = { kind: vectorFromArray(["tree", null]) };
  for (const [more, expected] of [
    [labels, [1, -1]],
    [{}, [-1, -1]],
  ] as const) {
    writeFileSync(inside("new.arrow"), tableToIPC(new Table({ ...columns, ...more }), "file"));
    const memory = await loadExamples(description, inside("new.arrow"));
    const files = await loadExamples(description, inside("new.arrow"), { storage: "files" });
    expect(files.names).toEqual(memory.names);
    expect(files.dataset.targets).toEqual(memory.dataset.targets);
    expect(files.dataset.targets).toMatchObject({ labels: Int32Array.from(expected) });
    const read: unknown[] = [];
    for await (const batch of readBatches(files.dataset, ALL)) read.push(batch);
    expect(read).toEqual([...batches(memory.dataset, ALL)]);
  }
  await expect(loadExamples(description, inside("new.arrow"), { storage: "disk" as never })).rejects.toThrow(
    'loadExamples: storage must be one of "memory", "files", got "disk"',
  );
});

test("loadExamples reads a table without the label column as examples of no known class", async () => {
  const { dataset: read } = await load("height,leaf\n5,long\n3,round\n1,round\n");
  expect(read.targets).toEqual({ kind: "classes", labels: Int32Array.of(-1, -1, -1), classNames: ["herb", "tree"] });
});

test("loadExamples reads texts from a column of a table or from the lines of a file", async () => {
  const [table, textSource] = [readCsv("text,kind\nso high,tree\nquite low,herb\n"), hashedText({ size: 50 })];
  const own = inferLayout(table, { label: "kind", inputs: ["text"], types: { text: "text" } });
  const texts = withTransform(datasetFromTable(table, own, { textSource }), counts({ size: 50, weighting: "unit" }));
  const student = { classNames: ["herb", "tree"], inputs: describeInputs(texts), layout: own };
  const expected = createDataset({ columns: { text: columnOf(["Very low!", "so so"], textSource) } });
  const [wanted] = batches(withTransform(expected, counts({ size: 50, weighting: "unit" })), ALL);
  writeFileSync(inside("new.csv"), "kind,text\nherb,Very low!\n,so so\n");
  writeFileSync(inside("new.txt"), "Very low!\r\n\n so so");
  for (const [file, labels, names] of [
    ["new.csv", [0, -1], ["2", "3"]],
    ["new.txt", [-1, -1], ["1", "3"]],
  ] as const) {
    const read = await loadExamples(student, inside(file));
    expect(read.names).toEqual(names);
    expect(read.dataset.targets).toMatchObject({ labels: Int32Array.from(labels), classNames: ["herb", "tree"] });
    const [batch] = batches(read.dataset, ALL);
    expect(batch!.inputs.text).toEqual(wanted!.inputs.text);
  }
  writeFileSync(inside("latin.txt"), Buffer.from("gar\xe7on", "latin1"));
  await expect(loadExamples(student, inside("latin.txt"))).rejects.toThrow(
    `loadExamples: ${inside("latin.txt")} is not text in UTF-8; convert it`,
  );
  await expect(loadExamples(student, inside("none.txt"))).rejects.toThrow(
    `loadExamples: ${inside("none.txt")} cannot be read (ENOENT)`,
  );
});

test("loadExamples reads numbers on the student's scale and lists of classes, if all their columns are there", async () => {
  const own = inferLayout(TRAINED, { label: "height", task: "numbers" });
  const rows = datasetFromTable(TRAINED, own);
  const outputs = { names: ["height"], scale: scale({ subtract: 5, divide: 2 }) };
  const student = {
    task: "numbers",
    classNames: [],
    outputs,
    inputs: describeInputs(withTransform(rows, encodeTable(rows))),
  } as const;
  writeFileSync(inside("new.csv"), "kind,leaf,height\ntree,long,7\nherb,round,\n");
  const { dataset: read } = await loadExamples({ ...student, layout: own }, inside("new.csv"));
  const [batch] = batches(read, ALL);
  expect(batch!.targets).toMatchObject({ values: Float32Array.of(1, 0), known: Uint8Array.of(1, 0) });
  writeFileSync(inside("new.csv"), "kind,leaf\ntree,long\n");
  const { dataset: unlabelled } = await loadExamples({ ...student, layout: own }, inside("new.csv"));
  expect(unlabelled.targets).toEqual({
    kind: "numbers",
    ...outputs,
    values: Float32Array.of(0),
    known: Uint8Array.of(0),
  });

  const several = inferLayout(TRAINED, { label: "leaf", task: "several-classes" });
  const tagged = datasetFromTable(TRAINED, several);
  const names = ["long", "round"];
  const tags = {
    task: "several-classes",
    classNames: names,
    layout: several,
    inputs: describeInputs(withTransform(tagged, encodeTable(tagged))),
  } as const;
  writeFileSync(inside("new.csv"), "kind,height,leaf\ntree,7,long; round\nherb,3,\n");
  expect((await loadExamples(tags, inside("new.csv"))).dataset.targets).toEqual({
    ...{ kind: "several-classes", classNames: names, labels: Int8Array.of(1, 1, -1, -1) },
  });
});

test("loadExamples names a column that is missing, and a student that takes neither tables nor pictures", async () => {
  await expect(load("kind,height\ntree,5\n")).rejects.toThrow("leaf");
  const { layout: _, ...numbers } = description;
  const [[name, input]] = Object.entries(description.inputs) as [[string, (typeof description.inputs)[string]]];
  const { source: __, ...bare } = input;
  await expect(loadExamples({ ...numbers, inputs: { [name]: bare } }, inside("new.csv"))).rejects.toThrow(
    `loadExamples: the student must take rows of tables, texts, pictures or recordings to read ${inside("new.csv")}, got numbers`,
  );
});
