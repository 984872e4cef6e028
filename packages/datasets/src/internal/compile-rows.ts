import type { Column } from "../column.ts";
import type { TableRowSource } from "../table-row.ts";
import type { CountsTransform, EncodeTransform, ScaleTransform, Transform, VocabularyTransform } from "../transform.ts";
import { compileScales, scaleSteps } from "./compile-scales.ts";
import type { InputValues, RowReader } from "./compiled-column.ts";
import { encodedWidth } from "./encoded-width.ts";
import { product } from "./product.ts";
import { remapNames } from "./remap-names.ts";

/** Makes one row of each example, and scales it. */
export function compileRows(
  column: Column,
  vocabulary: VocabularyTransform | undefined,
  rows: Transform,
  { scales, lastAxis }: { readonly scales: readonly ScaleTransform[]; readonly lastAxis: number },
): RowReader {
  const read =
    rows.kind === "encode"
      ? encodeRows(column, rows)
      : countNumbers(column, rows as CountsTransform, vocabulary && remapNames(column.names!, vocabulary));
  const apply = compileScales(scaleSteps(scales, lastAxis));
  return {
    kind: "rows",
    read(id, target, offset) {
      read(id, target, offset);
      apply(target, offset, lastAxis);
    },
  };
}

function countNumbers(
  { values, shape, offsets }: Column,
  { weighting }: CountsTransform,
  renumbered: Int32Array | undefined,
): RowReader["read"] {
  const perPosition = product(shape);
  const numbers: number[] = [];
  return (id, target, offset) => {
    const [from, to] = offsets === undefined ? [id, id + 1] : [offsets[id]!, offsets[id + 1]!];
    numbers.length = 0;
    for (let at = from * perPosition; at < to * perPosition; at++) {
      const number = renumbered === undefined ? values[at]! : renumbered[values[at]!]!;
      if (number === 0) continue;
      numbers.push(number);
      if (weighting === "presence") target[offset + number - 1] = 1;
      else target[offset + number - 1]!++;
    }
    if (weighting === "unit") scaleToUnit(target, offset, numbers);
  };
}

/** Goes through the numbers of the example, not through the vector, which is mostly zeros. */
function scaleToUnit(target: InputValues, offset: number, numbers: readonly number[]): void {
  let sum = 0;
  // Each of n equal numbers adds n, together n².
  for (const number of numbers) sum += target[offset + number - 1]!;
  const norm = Math.sqrt(sum);
  // What is scaled already is negative until all are.
  for (const number of numbers) {
    const at = offset + number - 1;
    if (target[at]! > 0) target[at] = -target[at]! / norm;
  }
  for (const number of numbers) target[offset + number - 1] = Math.abs(target[offset + number - 1]!);
}

function encodeRows({ values, source }: Column, { features }: EncodeTransform): RowReader["read"] {
  const stored = (source as TableRowSource).features;
  const width = stored.length;
  const cells = features.map((feature, index) => {
    const known = stored[index]!;
    if (feature.type === "number" || known.type === "number")
      return feature as Extract<typeof feature, { type: "number" }>;
    return { type: "category" as const, places: known.values.map((value) => feature.values.indexOf(value)) };
  });
  const widths = features.map(encodedWidth);
  return (id, target, offset) => {
    let to = offset;
    for (let index = 0; index < width; index++) {
      const cell = cells[index]!;
      const value = values[id * width + index]!;
      if (cell.type === "category") {
        const place = cell.places[value] ?? -1;
        if (place >= 0) target[to + place] = 1;
      } else if (!Number.isNaN(value)) {
        target[to] = (value - cell.subtract) * (1 / cell.divide);
      } else if (cell.marksMissing) {
        target[to + 1] = 1;
      }
      to += widths[index]!;
    }
  };
}
