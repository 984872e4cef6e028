import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom, deriveSeed } from "@dark-knowledge/core";
import { type Case, classesOf, hasStore, type Layer, weightLayouts } from "./cases.ts";

/** Numbers with a shape; `labels` and `ids` are integers, everything else is float32. */
export interface Numbers {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

const INTEGERS = ["labels", "ids"];

type Draw = (shape: readonly number[], scale: number) => Float32Array;

const SEED = 2015;
/** So many random batches are drawn of a store that half of a million rows is in them. */
const STORE_BATCHES = 4096;

/** The numbers of a case, the same ones in every run. */
export function drawCaseData(one: Case): readonly Numbers[] {
  const random = createRandom(deriveSeed(SEED, "case", ...Buffer.from(one.id)));
  const fill = (shape: readonly number[], next: () => number) => Float32Array.from({ length: sizeOf(shape) }, next);
  const normal: Draw = (shape, scale) => fill(shape, () => scale * random.normal());
  const float = (name: string, shape: readonly number[], values: Float32Array): Numbers => ({ name, shape, values });
  if (one.kind === "update") {
    return [float("weights", one.shape, normal(one.shape, 1)), float("gradient", one.shape, normal(one.shape, 1))];
  }
  const drawWeights = (net: { readonly input: readonly number[]; readonly layers: readonly Layer[] }) =>
    weightLayouts(net).map(({ shape, start }, index) => {
      const inputs = sizeOf(shape.slice(0, -1));
      const values =
        start === "normal" ? normal(shape, (2 / inputs) ** 0.5) : fill(shape, () => (start === "ones" ? 1 : 0));
      return float(`weight${index}`, shape, values);
    });
  const integers = (name: string, length: number, below: number): Numbers => ({
    name,
    shape: [length],
    values: Int32Array.from({ length }, () => random.integer(below)),
  });
  if (hasStore(one)) {
    const features = [one.batch, ...one.input];
    return [
      // Bytes, as a dataset has them.
      float(
        "features",
        features,
        fill(features, () => random.integer(256) / 255),
      ),
      one.kind === "store"
        ? integers("ids", STORE_BATCHES * one.batch, one.rows)
        : integers("labels", one.rows, classesOf(one)),
      ...drawWeights(one),
    ];
  }
  const classes = one.kind === "step" ? classesOf(one) : one.classes;
  const logitShape = [one.batch, classes];
  const labels = integers("labels", one.batch, classes);
  const targets: Numbers[] = [float("teacherLogits", logitShape, normal(logitShape, 5)), labels];
  if (one.kind === "head") return [float("studentLogits", logitShape, normal(logitShape, 5)), ...targets];
  const features = [one.batch, ...one.input];
  const [first] = one.layers;
  // Ids are numbers like others in the file.
  const draw = first?.kind === "embedding" ? () => random.integer(first.vocabulary) : random.uniform;
  return [float("features", features, fill(features, draw)), ...targets, ...drawWeights(one)];
}

/** Where and of what shape the numbers are in the file of a case: `<id>.json` beside `<id>.bin`, 4 bytes each, little-endian. */
interface Layout {
  readonly name: string;
  readonly shape: readonly number[];
  /** In numbers, not bytes. */
  readonly offset: number;
}

export function writeCaseData(folder: string, one: Case): void {
  let offset = 0;
  const numbers = drawCaseData(one);
  const tensors = numbers.map(({ name, shape, values }): Layout => {
    const layout = { name, shape, offset };
    offset += values.length;
    return layout;
  });
  const bytes = numbers.map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  writeFileSync(join(folder, `${one.id}.bin`), Buffer.concat(bytes));
  writeFileSync(join(folder, `${one.id}.json`), JSON.stringify({ case: one, tensors }));
}

/** Reads what {@link writeCaseData} wrote, by name; every call gives fresh arrays. */
export function readCaseData(folder: string, id: string): { case: Case; numbers: ReadonlyMap<string, Numbers> } {
  const { case: one, tensors } = JSON.parse(readFileSync(join(folder, `${id}.json`), "utf8")) as {
    case: Case;
    tensors: readonly Layout[];
  };
  const { buffer, byteOffset } = readFileSync(join(folder, `${id}.bin`));
  const numbers = tensors.map(({ name, shape, offset }): [string, Numbers] => {
    const from = byteOffset + 4 * offset;
    const bytes = buffer.slice(from, from + 4 * sizeOf(shape));
    return [name, { name, shape, values: INTEGERS.includes(name) ? new Int32Array(bytes) : new Float32Array(bytes) }];
  });
  return { case: one, numbers: new Map(numbers) };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
