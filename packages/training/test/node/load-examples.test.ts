import { writeFileSync } from "node:fs";
import {
  datasetFromTable,
  describeInputs,
  encodeTable,
  inferLayout,
  readCsv,
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

test("loadExamples reads a table without the label column as examples of no known class", async () => {
  const { dataset: read } = await load("height,leaf\n5,long\n3,round\n1,round\n");
  expect(read.targets).toEqual({ kind: "classes", labels: Int32Array.of(-1, -1, -1), classNames: ["herb", "tree"] });
});

test("loadExamples names a column that is missing, and a student that takes neither tables nor pictures", async () => {
  await expect(load("kind,height\ntree,5\n")).rejects.toThrow("leaf");
  const { layout: _, ...numbers } = description;
  const [[name, input]] = Object.entries(description.inputs) as [[string, (typeof description.inputs)[string]]];
  const { source: __, ...bare } = input;
  await expect(loadExamples({ ...numbers, inputs: { [name]: bare } }, inside("new.csv"))).rejects.toThrow(
    `loadExamples: the student must take rows of tables or pictures to read ${inside("new.csv")}, got numbers`,
  );
});
