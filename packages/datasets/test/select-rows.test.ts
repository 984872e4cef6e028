import { expect, test } from "vitest";
import { selectRows } from "../src/select-rows.ts";
import { tinyDataset } from "./tiny-dataset.ts";

test("selectRows(dataset, positions) keeps ids, order and repetitions, and shares storage", () => {
  const dataset = tinyDataset([0, 1, 2, 0]);
  const view = selectRows(dataset, [3, 1, 1]);
  expect(view.rows).toEqual(Int32Array.of(3, 1, 1));
  expect(view.columns).toBe(dataset.columns);
  expect(view.targets).toBe(dataset.targets);
  expect(dataset.rows).toEqual(Int32Array.of(0, 1, 2, 3));
});

test("selectRows(view, positions) counts positions within the view", () => {
  const view = selectRows(tinyDataset([0, 1, 2, 0]), [3, 1]);
  expect(selectRows(view, Int32Array.of(0)).rows).toEqual(Int32Array.of(3));
});

test.each([
  [2, "2"],
  [-1, "-1"],
  [0.5, "0.5"],
])("selectRows(dataset, [0, %d]) is refused where there is no such position", (position, received) => {
  expect(() => selectRows(tinyDataset([0, 1]), [0, position])).toThrow(
    `selectRows: positions[1] must be an integer, at least 0 and below 2, got ${received}`,
  );
});
