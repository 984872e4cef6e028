import { createHash } from "node:crypto";
import { createDataset, omitClasses } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { fingerprintDataset } from "../src/index.ts";

const sha256 = (...parts: (string | Uint8Array)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const targets = { kind: "classes", labels: Int32Array.of(0, 1), classNames: ["no", "yes"] } as const;

test("fingerprintDataset hashes type, shape and bytes of the columns, as node:crypto does", async () => {
  const values = Float32Array.of(1, -2.5, 3, 4);
  const dataset = createDataset({ columns: { x: { values, shape: [2] } }, targets });
  const expected = sha256("float32[2]", sha256(new Uint8Array(values.buffer))).toString("hex");
  expect(await fingerprintDataset(dataset)).toBe(expected);
});

test("fingerprintDataset names the columns where there are several, and counts where sequences begin", async () => {
  const [values, offsets] = [Uint8Array.of(7, 8, 9), Int32Array.of(0, 1, 3)];
  const one = { values: Int32Array.of(5, 6), shape: [1] };
  const dataset = createDataset({ columns: { one, words: { values, shape: [1], offsets } }, targets });
  const expected = sha256(
    ...["one: int32[1]", sha256(new Uint8Array(one.values.buffer))],
    ...["words: uint8[1]", sha256(values), sha256(new Uint8Array(offsets.buffer))],
  ).toString("hex");
  expect(await fingerprintDataset(dataset)).toBe(expected);
});

test("fingerprintDataset counts where examples that overlap begin", async () => {
  const [values, starts] = [Uint8Array.of(7, 8, 9), Int32Array.of(0, 1)];
  const dataset = createDataset({ columns: { x: { values, shape: [2], starts } } });
  const expected = sha256("uint8[2]", sha256(values), sha256(new Uint8Array(starts.buffer))).toString("hex");
  expect(await fingerprintDataset(dataset)).toBe(expected);
});

test("fingerprintDataset is of what is stored, not of the view or the labels", async () => {
  const columns = { x: { values: Float32Array.of(1, 2), shape: [1] } };
  const dataset = createDataset({ columns, targets });
  const print = await fingerprintDataset(dataset);
  expect(await fingerprintDataset(omitClasses(dataset, [1]))).toBe(print);
  expect(await fingerprintDataset(createDataset({ columns }))).toBe(print);
  const other = createDataset({ columns: { x: { values: Float32Array.of(1, 3), shape: [1] } }, targets });
  expect(await fingerprintDataset(other)).not.toBe(print);
});
