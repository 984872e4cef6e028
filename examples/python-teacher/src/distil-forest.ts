import { datasetFromTable, encodeTable, inferLayout, stratifiedSplit, withTransform } from "@dark-knowledge/datasets";
import { loadTable } from "@dark-knowledge/datasets/node";
import { commandTeacher } from "@dark-knowledge/teachers/node";
import { toTeacherFunction } from "@dark-knowledge/teachers/tfjs";
import { createMlp, distill, evaluate, sgd } from "@dark-knowledge/training";

/** Distils a forest of scikit-learn into a small net, on a table of letters, and counts the errors of both. */
export async function distilForest(
  path: string,
  python: string,
  epochs: number,
): Promise<{ teacher: number; student: number }> {
  const table = await loadTable(path);
  const layout = inferLayout(table, { label: "letter" });
  const all = datasetFromTable(table, layout);
  const { rest, selected } = stratifiedSplit(all, { size: 600, seed: 1 });
  const transform = encodeTable(rest);
  const [training, test] = [withTransform(rest, transform), withTransform(selected, transform)];
  const classCount = layout.targets.kind === "classes" ? layout.targets.classNames.length : 0;
  // The forest sees rows as they stand in the table; it must not see the labels of the test set.
  const rows = Array.from(table.rowNumbers, (_, row) => table.columns.map((cells) => cells[row]));
  const program = new URL("../teacher.py", import.meta.url).pathname;
  const forest = await commandTeacher([python, program, path, ...Array.from(test.rows, String)]);
  const student = createMlp({ exampleShape: [16], hiddenUnits: [64], classCount, seed: 1 });
  try {
    const teacher = toTeacherFunction(forest, training, { raw: rows });
    const optimizer = sgd({ learningRate: 0.05, momentum: 0.9 });
    await distill(student, teacher, training, { temperature: 1, epochs, seed: 1, batchSize: 32, optimizer });
    return {
      teacher: (await evaluate(toTeacherFunction(forest, test, { raw: rows }), test)).errors,
      student: (await evaluate(student, test)).errors,
    };
  } finally {
    student.dispose();
    await forest.close();
  }
}
