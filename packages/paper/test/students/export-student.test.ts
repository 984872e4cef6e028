import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRandom } from "@dark-knowledge/core";
import {
  columnOf,
  createDataset,
  type Dataset,
  encodeTable,
  type Targets,
  tableRow,
  withTransform,
} from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createMlp, type Student, trainClassifier } from "@dark-knowledge/training";
import { loadStudent, saveStudent } from "@dark-knowledge/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { exportStudent } from "../../src/students/export-student.ts";

const inside = useTemporaryDirectory();
const random = createRandom(4);
const NAMES = ["x", "y"].map((name) => ({ name, type: "number" }) as const);
const rows = Array.from({ length: 300 }, () => ({ x: 100 * random.normal(), y: random.normal() }));
const labels = Int32Array.from(rows, ({ x, y }) => (x > 0 ? 1 : 0) + (y > 0.5 ? 1 : 0));

function tableOf(targets: Targets): Dataset {
  const table = createDataset({ columns: { row: columnOf(rows, tableRow(NAMES)) }, targets });
  return withTransform(table, encodeTable(table));
}

const dataset = tableOf({ kind: "classes", labels, classNames: ["none", "one", "both"] });
let net: LayersModel;
let student: Student;

const create = (classCount: number) => createMlp({ exampleShape: [2], hiddenUnits: [60, 60], classCount, seed: 1 });

async function saved(name: string, data: Dataset, model: LayersModel): Promise<Student> {
  await saveStudent(model, inside(name), { dataset: data, temperature: 2 });
  return loadStudent(inside(name));
}

beforeAll(async () => {
  net = create(3);
  await trainClassifier(net, dataset, { epochs: 10, seed: 1 });
});
beforeEach(async () => {
  student = await saved("student", dataset, net);
});
afterEach(() => student.dispose());
afterAll(() => net.dispose());

/** The figures by their names, and the bytes of all files. */
async function exported(to: string, options: object = {}) {
  const { files, comparison } = await exportStudent(student, inside(to), dataset, options);
  const figures = Object.fromEntries(comparison!.map((row) => [row.figure, row]));
  return { figures, bytes: files.reduce((sum, file) => sum + file.bytes, 0), files };
}

describe("exportStudent", () => {
  test("writes an .onnx file that gives the student's answers, with its description", async () => {
    const { figures, files } = await exported("rows.onnx");
    expect(figures["same answer"]).toEqual({ figure: "same answer", student: null, exported: 300 });
    expect(figures["largest difference"]!.exported).toBeLessThan(1e-4);
    expect(figures.errors!.exported).toBe(figures.errors!.student);
    expect(files[0]!.bytes).toBe(statSync(inside("rows.onnx")).size);
    expect(files[0]!.gzip).toBeLessThan(files[0]!.bytes);
    expect(readFileSync(inside("rows.onnx")).toString("latin1")).toContain('["none","one","both"]');
    expect(figures["ms for 1"]).toBeUndefined();
  });

  test("writes smaller files, and counts what that costs", async () => {
    let time = 0;
    const sizes = [];
    for (const weights of ["float32", "float16", "int8"] as const) {
      const { figures, bytes } = await exported(`${weights}.onnx`, { weights, now: () => (time += 2) });
      sizes.push(bytes);
      expect(figures["same answer"]!.exported).toBeGreaterThanOrEqual(290);
      expect(figures["ms for 64"]).toEqual({ figure: "ms for 64", student: 2, exported: 2 });
    }
    expect(sizes[1]).toBeLessThan(0.7 * sizes[0]!);
    // A step for each unit, and names of more operations.
    expect(sizes[2]).toBeLessThan(0.7 * sizes[0]!);
  });

  test("writes a directory for TensorFlow.js that is a student again", async () => {
    const { figures, bytes } = await exported("small", { weights: "int8" });
    expect(figures["same answer"]!.exported).toBeGreaterThanOrEqual(290);
    expect(readdirSync(inside("small")).sort()).toEqual(["model.json", "student.json", "weights.bin"]);
    expect(bytes).toBe(
      readdirSync(inside("small")).reduce((sum, name) => sum + statSync(inside("small", name)).size, 0),
    );
    const again = await loadStudent(inside("small"));
    const { fingerprint, ...description } = student.description;
    expect(again.description).toEqual({ ...description, fingerprint: again.description.fingerprint });
    expect(again.description.fingerprint).not.toBe(fingerprint);
    again.dispose();
  });

  test("writes weights alone, which nothing can run", async () => {
    const { files, comparison } = await exportStudent(student, inside("weights.safetensors"), dataset);
    expect(comparison).toBeUndefined();
    expect(files[0]!.bytes).toBeGreaterThan(4 * student.model.countParams());
  });

  test("compares students of numbers and of several classes by their own figures", async () => {
    const values = Float32Array.from(rows, ({ x }) => x / 100);
    const numbers = tableOf({ kind: "numbers", names: ["z"], values });
    const several = tableOf({
      ...{ kind: "several-classes", classNames: ["right", "top"] },
      labels: Int8Array.from(rows.flatMap(({ x, y }) => [Number(x > 0), Number(y > 0.5)])),
    });
    for (const [name, data, count, figures] of [
      ["numbers", numbers, 1, ["examples", "largest difference", "rmse", "mae", "r2"]],
      ["several", several, 2, ["examples", "same answer", "largest difference", "errors", "microF1"]],
    ] as const) {
      const model = create(count);
      const other = await saved(name, data, model);
      const { comparison } = await exportStudent(other, inside(`${name}.onnx`), data);
      expect(comparison!.map(({ figure }) => figure).slice(0, 5)).toEqual(figures);
      for (const one of [other, model]) one.dispose();
    }
  });

  test("refuses what cannot be written, and writes nothing", async () => {
    await exported("there.onnx");
    await expect(exported("there.onnx")).rejects.toThrow(
      /^exportStudent: .*there\.onnx exists already; choose another place, or pass \{ overwrite: true \}$/,
    );
    await exported("there.onnx", { overwrite: true });
    await expect(exportStudent(student, inside("w.safetensors"), dataset, { weights: "int8" })).rejects.toThrow(
      'exportStudent: weights must be "float32" or "float16" for .safetensors, got "int8"',
    );
    const controller = new AbortController();
    controller.abort();
    await expect(exported("stopped.onnx", { signal: controller.signal })).rejects.toThrow();
    expect(readdirSync(inside())).not.toContain("stopped.onnx");
    expect(readdirSync(inside())).not.toContain("w.safetensors");
  });
});
