import type { Matrix } from "@dark-knowledge/core";
import { classNamesOf, type Dataset } from "@dark-knowledge/datasets";
import { createSoftTargetWriter } from "@dark-knowledge/soft-targets/node";

/** Stores logits for the examples of a dataset, in order, as soft targets. */
export async function recordLogits(
  { columns, data }: Matrix<Float32Array>,
  dataset: Dataset,
  directory: string,
): Promise<void> {
  const { rows } = dataset;
  const positions = new Map(Array.from(rows, (id, position) => [id, position]));
  const writer = await createSoftTargetWriter(directory, {
    classNames: classNamesOf(dataset),
    teacherFingerprint: "answers",
    ids: rows.slice().sort(),
  });
  try {
    for (let wanted = writer.next(4096); wanted !== undefined; wanted = writer.next(4096)) {
      const logits = new Float32Array(wanted.ids.length * columns);
      wanted.ids.forEach((id, index) => {
        const from = positions.get(id)! * columns;
        logits.set(data.subarray(from, from + columns), index * columns);
      });
      await writer.append(logits);
    }
    await writer.finish();
  } finally {
    await writer.close();
  }
}
