import { assertArray, assertInteger } from "@dark-knowledge/core";
import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";

/**
 * Returns a view of the examples at the given positions of another view, in that order. Storage is shared.
 *
 * A position may occur more than once; then so does the example, with the same id.
 *
 * @param positions positions in `dataset.rows`, not ids: in a view of a view they count within the inner view
 * @throws ArgumentError when a position does not exist
 *
 * @example
 * ```ts
 * import { createDataset, selectRows } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: Uint8Array.of(10, 20, 30),
 *   labels: Int32Array.of(0, 1, 0),
 *   exampleShape: [1],
 *   classNames: ["even", "odd"],
 * });
 * const lastTwo = selectRows(dataset, [1, 2]);
 * Array.from(selectRows(lastTwo, [1]).rows); // => [2]
 * ```
 */
export function selectRows<Set extends Dataset>(dataset: Set, positions: ArrayLike<number>): Set {
  assertExamples("selectRows", dataset);
  assertArray("selectRows", "positions", positions, "numbers");
  const rows = Int32Array.from(positions, (position, index) => {
    const row = dataset.rows[position];
    if (row === undefined) {
      assertInteger("selectRows", `positions[${index}]`, position, { min: 0, below: dataset.rows.length });
    }
    return row!;
  });
  return { ...dataset, rows };
}
