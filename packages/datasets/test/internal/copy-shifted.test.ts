import { expect, test } from "vitest";
import type { Column } from "../../src/column.ts";
import { compileColumn } from "../../src/internal/compile-column.ts";
import type { Elementwise } from "../../src/internal/compiled-column.ts";
import { copyShifted } from "../../src/internal/copy-shifted.ts";

const readerOf = (column: Column) => compileColumn("test", column).reader as Elementwise;

// 1 2 3
// 4 5 6  moved one down and one to the left: the first row empty, then 2 3 in front.
test.each([
  [{ down: 1, right: -1 }, [0, 0, 0, 2, 3, 0]],
  [{ down: -1, right: 0 }, [4, 5, 6, 0, 0, 0]],
  [{ down: 0, right: 2 }, [0, 0, 1, 0, 0, 4]],
  [{ down: 0, right: 0 }, [1, 2, 3, 4, 5, 6]],
])("copyShifted by %o", (shift, wanted) => {
  const target = new Float32Array(8);
  const reader = readerOf({ values: Uint8Array.of(9, 1, 2, 3, 4, 5, 6, 9), shape: [2, 3], transforms: [] });
  copyShifted(reader, [2, 3], 1, target, 1, shift);
  expect([...target]).toEqual([0, ...wanted, 0]);
});

test("copyShifted keeps the channels of a pixel together", () => {
  const target = new Float32Array(4);
  const reader = readerOf({ values: Uint8Array.of(255, 0, 0, 255), shape: [1, 2, 2], transforms: [] });
  copyShifted(reader, [1, 2, 2], 0, target, 0, { down: 0, right: 1 });
  expect([...target]).toEqual([0, 0, 255, 0]);
});
