import type { Column } from "../column.ts";
import type { TableRowSource } from "../table-row.ts";
import type { ScaleTransform, VocabularyTransform } from "../transform.ts";
import { compileElementwise } from "./compile-elementwise.ts";
import { compileRows } from "./compile-rows.ts";
import type { CompiledColumn } from "./compiled-column.ts";
import { fail } from "./fail.ts";
import { product } from "./product.ts";
import { traceTransforms } from "./trace-transforms.ts";

/** Works out once how a column is read. That its transforms fit is known by then. */
export function compileColumn(functionName: string, column: Column): CompiledColumn {
  assertEncoded(functionName, column);
  const { shape, isSequence, isInteger } = traceTransforms(column);
  const { transforms, offsets, starts } = column;
  const lastAxis = shape.at(-1) ?? 1;
  const vocabulary = transforms.find((transform): transform is VocabularyTransform => transform.kind === "vocabulary");
  const rows = transforms.find(({ kind }) => kind === "counts" || kind === "encode");
  const scales = transforms.filter((transform): transform is ScaleTransform => transform.kind === "scale");
  return {
    shape,
    size: product(shape),
    offsets: isSequence ? offsets : undefined,
    starts,
    allocate: (length) => (isInteger ? new Int32Array(length) : new Float32Array(length)),
    reader:
      rows === undefined
        ? compileElementwise(column, vocabulary, scales, lastAxis)
        : compileRows(column, vocabulary, rows, { scales, lastAxis }),
  };
}

/** A model can make nothing of the numbers of categories, and NaN would spoil it. */
function assertEncoded(functionName: string, { source, values, transforms }: Column): void {
  if (source?.kind !== "table-row" || transforms[0]?.kind === "encode") return;
  const hasCategories = (source as TableRowSource).features.some(({ type }) => type === "category");
  if (!hasCategories && !values.some(Number.isNaN)) return;
  const received = hasCategories ? "categories as they are stored" : "missing numbers";
  fail(functionName, "state", "dataset", "must have rows with the transform of encodeTable", received);
}
