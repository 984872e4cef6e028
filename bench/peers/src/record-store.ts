import { join } from "node:path";
import { createSoftTargetWriter } from "@dark-knowledge/soft-targets/node";
import type { Numbers } from "./case-data.ts";
import { classesOf, type EpochCase, type StoreCase } from "./cases.ts";

/** How often {@link recordStore} says that it got further. */
export const RECORDING_TURNS = 10;

/** Where the store of a case is. */
export function storeDirectory(folder: string, id: string): string {
  return join(folder, `${id}-store`);
}

/** Records the answers of a case's teacher: to row `id`, those to example `id mod batch` of its data. */
export async function recordStore(
  directory: string,
  one: StoreCase | EpochCase,
  numbers: readonly Numbers[],
  onTurn: () => void,
): Promise<void> {
  const { batch, rows, encoding } = one;
  const classes = classesOf(one);
  const answers = teacherLogits(one, numbers);
  // Twice, so that a block may begin at any of them.
  const twice = new Float32Array(2 * answers.length);
  twice.set(answers);
  twice.set(answers, answers.length);
  const writer = await createSoftTargetWriter(directory, {
    classNames: Array.from({ length: classes }, (_, index) => String(index)),
    teacherFingerprint: one.id,
    ids: Int32Array.from({ length: rows }, (_, id) => id),
    encoding,
  });
  let done = 0;
  let turns = 0;
  for (let wanted = writer.next(batch); wanted !== undefined; wanted = writer.next(batch)) {
    const first = done % batch;
    await writer.append(twice.subarray(first * classes, (first + wanted.ids.length) * classes));
    done += wanted.ids.length;
    for (; turns < Math.floor((RECORDING_TURNS * done) / rows); turns++) onTurn();
  }
  await writer.finish();
  await writer.close();
}

/** What a net of dense layers says to all its examples, `[batch, classes]`, without a backend. */
export function teacherLogits(
  { layers, input, batch }: StoreCase | EpochCase,
  numbers: readonly Numbers[],
): Float32Array {
  const valuesOf = (name: string) => numbers.find((one) => one.name === name)!.values;
  let inputs = input.reduce((product, size) => product * size, 1);
  let x = Float64Array.from(valuesOf("features"));
  for (const [index, layer] of layers.entries()) {
    if (layer.kind !== "dense") throw new Error(`a teacher has dense layers only, got ${layer.kind}`);
    const { units, activation } = layer;
    const [kernel, bias] = [valuesOf(`weight${2 * index}`), valuesOf(`weight${2 * index + 1}`)];
    const y = new Float64Array(batch * units);
    for (let row = 0; row < batch; row++) {
      const out = y.subarray(row * units, (row + 1) * units);
      out.set(bias);
      for (let i = 0; i < inputs; i++) addScaled(out, kernel, i * units, x[row * inputs + i]!);
      for (let unit = 0; activation === "relu" && unit < units; unit++) out[unit] = Math.max(0, out[unit]!);
    }
    x = y;
    inputs = units;
  }
  return Float32Array.from(x);
}

function addScaled(out: Float64Array, kernel: Numbers["values"], start: number, scale: number): void {
  if (scale === 0) return;
  for (let unit = 0; unit < out.length; unit++) out[unit]! += scale * kernel[start + unit]!;
}
