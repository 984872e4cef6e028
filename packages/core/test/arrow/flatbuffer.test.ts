import { expect, test } from "vitest";
import { rootTable } from "../../src/arrow/flatbuffer.ts";
import { layeredSchema } from "./layered-schema.ts";

test("a table gives the tables of a list, and 0, nothing or an empty text for what is left out", () => {
  const root = rootTable(layeredSchema(1));
  expect(root.tables(1)).toHaveLength(2);
  expect([root.has(1), root.has(0), root.int32(0), root.int64(7), root.text(0)]).toEqual([true, false, 0, 0, ""]);
  expect(root.table(0)).toBeUndefined();
});

test("a list that is longer than the bytes, and a table outside of them, are a RangeError", () => {
  const bytes = layeredSchema(1);
  new DataView(bytes.buffer).setUint32(4 + 24, 2 ** 31, true);
  expect(() => rootTable(bytes).tables(1)).toThrow("a list that is longer than the bytes");
  expect(() => rootTable(Uint8Array.of(255, 0, 0, 0))).toThrow(RangeError);
});
