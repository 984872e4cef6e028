import { createDataset, selectRows } from "@dark-knowledge/datasets";
import { createMlp, evaluate } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { recoverStudent } from "../../../../src/students/internal/compression/recover-student.ts";

/** Logits `[0, slope · x + shift]` of one number x. */
function line(slope: number, shift: number) {
  const model = createMlp({ exampleShape: [1], hiddenUnits: [], classCount: 2, seed: 1 });
  model.setWeights([tf.tensor2d([[0, slope]]), tf.tensor1d([0, shift])]);
  return model;
}

test("recoverStudent keeps what makes fewer errors, also where the labels become less likely", async () => {
  const numbers = Float32Array.from({ length: 2000 }, (_, index) => index / 1000 - 0.9995);
  const all = createDataset({
    ...{ features: numbers, exampleShape: [1], classNames: ["below", "above"] },
    labels: Int32Array.from(numbers, (x) => (x > 0 ? 1 : 0)),
  });
  const rows = Array.from({ length: 2000 }, (_, index) => index);
  const transferSet = selectRows(
    all,
    rows.filter((row) => row % 2 === 0),
  );
  const validation = selectRows(
    all,
    rows.filter((row) => row % 2 === 1),
  );
  // A sure student with its threshold at 0.1, and a teacher with the right one who is never sure.
  const [student, teacher] = [line(30, -3), line(0.5, 0)];
  const before = await evaluate(student, validation);
  await recoverStudent(student, undefined, {
    ...{ transferSet, validation, temperature: 1, hardWeight: 0, epochs: 30, learningRate: 0.3, seed: 1 },
    ...{ signal: { aborted: false }, emit: () => {} },
    teacher: (features) => teacher.predict(features) as tf.Tensor2D,
  });
  const after = await evaluate(student, validation);
  expect(before.errors).toBe(50);
  expect(after.errors).toBeLessThan(5);
  expect(after.nll).toBeGreaterThan(2 * before.nll);
  student.dispose();
  teacher.dispose();
});
