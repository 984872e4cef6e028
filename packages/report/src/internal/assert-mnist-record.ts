import { assertInteger, assertShape } from "@dark-knowledge/core";
import type { MnistFigures, MnistNetRecord, MnistRecord } from "../mnist-record.ts";
import { assertPicture } from "./assert-record.ts";
import { concernedClasses } from "./mnist-nets.ts";

/** Throws an ArgumentError that names the faulty part, unless the parts of `record` fit together. */
export function assertMnistRecord(functionName: string, record: MnistRecord): void {
  const { dataset, examples, nets } = record;
  const classes = dataset.classNames.length;
  assertInteger(functionName, "record.dataset.classNames.length", classes, { min: 1 });
  assertInteger(functionName, "record.dataset.testSize", dataset.testSize, { min: 1 });
  assertInteger(functionName, "record.nets.length", nets.length, { min: 1 });
  examples.forEach((example, index) => {
    assertPicture(functionName, `record.examples[${index}]`, example, classes);
  });
  nets.forEach((net, index) => {
    assertNet(functionName, `record.nets[${index}]`, net, record);
  });
}

function assertNet(functionName: string, path: string, net: MnistNetRecord, { dataset, examples }: MnistRecord): void {
  const classes = dataset.classNames.length;
  assertFigures(functionName, path, net, dataset);
  for (const list of ["omit", "only"] as const) {
    net[list].forEach((label, index) => {
      assertInteger(functionName, `${path}.${list}[${index}]`, label, { min: 0, below: classes });
    });
  }
  const { exampleLogits, corrected } = net;
  assertShape(functionName, `${path}.exampleLogits`, [exampleLogits.length], [examples.length], "record.examples");
  exampleLogits.forEach((logits, index) => {
    const logitsPath = `${path}.exampleLogits[${index}]`;
    assertShape(functionName, logitsPath, [logits.length], [classes], "record.dataset.classNames");
  });
  if (corrected === undefined) return;
  const { byShares, byTestErrors } = corrected;
  assertFigures(functionName, `${path}.corrected.byShares`, byShares, dataset);
  assertFigures(functionName, `${path}.corrected.byTestErrors`, byTestErrors, dataset);
  const biasPath = `${path}.corrected.byShares.biases`;
  assertShape(functionName, biasPath, [byShares.biases.length], [concernedClasses(net).length], `${path}.omit or only`);
}

function assertFigures(
  functionName: string,
  path: string,
  { size, errors, confusion }: MnistFigures,
  { testSize, classNames }: MnistRecord["dataset"],
): void {
  const classes = classNames.length;
  assertInteger(functionName, `${path}.size`, size, { min: testSize, max: testSize });
  assertInteger(functionName, `${path}.errors`, errors, { min: 0, max: size });
  const columns = confusion.find((row) => row.length !== classes)?.length ?? classes;
  const shape = [confusion.length, columns];
  assertShape(functionName, `${path}.confusion`, shape, [classes, classes], "record.dataset.classNames");
}
