import { type Dataset, labelsOf } from "@dark-knowledge/datasets";
import type { ExampleRecord, PictureRecord } from "@dark-knowledge/report";
import { examplePositions } from "./internal/example-positions.ts";

/**
 * Returns the examples of the test set for which nets keep their logits, with pictures if they are grey images, or with
 * their texts.
 */
export function examplesOf(test: Dataset, texts?: readonly string[]): readonly ExampleRecord[] {
  const positions = examplePositions(test);
  const labels = positions.length > 0 ? labelsOf(test) : [];
  return positions.map((position, index) => {
    const text = texts?.[index];
    const picture = pictureOf(test, test.rows[position]!);
    return { label: labels[position]!, ...(picture ? { picture } : {}), ...(text === undefined ? {} : { text }) };
  });
}

/** Returns a grey image; undefined for other examples. */
function pictureOf({ columns }: Dataset, row: number): PictureRecord | undefined {
  const [column, ...others] = Object.values(columns);
  const [height, width, channels = 1] = column!.shape;
  if (others.length > 0 || width === undefined || channels !== 1 || column!.shape.length > 3) return undefined;
  const size = height! * width;
  return { pixels: Array.from(column!.values.subarray(row * size, (row + 1) * size)), width, height: height! };
}
