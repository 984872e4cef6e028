import { createRandom } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import {
  createDataset,
  encodeTable,
  type FileDataset,
  fitTransforms,
  scale,
  selectRows,
  standardise,
  tableRow,
  withTransform,
} from "../src/index.ts";

const { normal, integer, uniform } = createRandom(1);
const source = tableRow([
  { name: "far", type: "number" },
  { name: "kind", type: "category", values: ["a", "b", "c"] },
]);
const row = Float32Array.from({ length: 80 }, (_, at) =>
  at % 2 === 1 ? integer(4) - 1 : uniform() < 0.2 ? Number.NaN : 1e4 + normal(),
);
const pair = Float32Array.from({ length: 80 }, () => normal());
const memory = createDataset({
  columns: { row: { values: row, shape: [2], source }, pair: { values: pair, shape: [2] } },
});
const starts = Int32Array.of(0, 7, 7, 8, 25, 40);
const load = async (_: string, group: number) => ({
  row: row.slice(starts[group]! * 2, starts[group + 1]! * 2),
  pair: pair.slice(starts[group]! * 2, starts[group + 1]! * 2),
});
const files = { ...memory, storage: { starts, bytesPerExample: 16, cacheBytes: 1000, load } } as unknown as FileDataset;

test("fitTransforms gives what encodeTable and standardise give, but for rounding", async () => {
  const positions = Array.from({ length: 30 }, (_, index) => 39 - index);
  const view = selectRows(memory, positions);
  const fitted = await fitTransforms(selectRows(files, positions));
  const [encode] = fitted.columns.row!.transforms as [ReturnType<typeof encodeTable>];
  const [far, kind] = encodeTable(view, { column: "row" }).features as [{ subtract: number; divide: number }, object];
  expect(encode.features[1]).toEqual(kind);
  expect(encode.features[0]).toMatchObject({ type: "number", marksMissing: true });
  const own = encode.features[0] as typeof far;
  expect(own.subtract / far.subtract).toBeCloseTo(1, 13);
  expect(own.divide / far.divide).toBeCloseTo(1, 10);
  const [standard] = fitted.columns.pair!.transforms as [ReturnType<typeof standardise>];
  const exact = standardise(view, { column: "pair" });
  for (const name of ["subtract", "divide"] as const) {
    (exact[name] as number[]).forEach((number, index) => {
      expect((standard[name] as number[])[index]).toBeCloseTo(number, 12);
    });
  }
});

test("fitTransforms leaves columns alone that have transforms", async () => {
  const scaled = withTransform(files, scale({ divide: 2 }), { column: "pair" });
  expect((await fitTransforms(scaled)).columns.pair).toEqual(scaled.columns.pair);
});
