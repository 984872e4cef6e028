import { readFile } from "node:fs/promises";
import type { TrainAndTest } from "@dark-knowledge/datasets";
import { classNamesOf, inputShape, withoutLabels } from "@dark-knowledge/datasets";
import { onnxTeacher } from "@dark-knowledge/teachers";
import { toTeacherFunction } from "@dark-knowledge/teachers/tfjs";
import { createMlp, distill, evaluate, sgd } from "@dark-knowledge/training";
import * as runtime from "onnxruntime-web";

/** Distils an ONNX file into a small net, on images without labels, and counts the errors of both. */
export async function distilOnnx({ train, test }: TrainAndTest): Promise<{ teacher: number; student: number }> {
  const classNames = classNamesOf(train);
  const external = await onnxTeacher(await readFile(new URL("../digits.onnx", import.meta.url)), {
    runtime,
    classNames,
  });
  const student = createMlp({
    exampleShape: inputShape(train),
    hiddenUnits: [32],
    classCount: classNames.length,
    seed: 1,
  });
  try {
    const transferSet = withoutLabels(train);
    const teacher = toTeacherFunction(external, transferSet);
    const optimizer = sgd({ learningRate: 0.05, momentum: 0.9 });
    const options = { temperature: 4, hardWeight: 0, epochs: 15, seed: 1, batchSize: 20, optimizer };
    await distill(student, teacher, transferSet, options);
    return {
      teacher: (await evaluate(toTeacherFunction(external, test), test)).errors,
      student: (await evaluate(student, test)).errors,
    };
  } finally {
    student.dispose();
    await external.close();
  }
}
