import { readdirSync, readFileSync } from "node:fs";
import type { Dataset } from "@dark-knowledge/datasets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { createMlp, distill, predictLogits, type TeacherFunction, trainClassifier } from "../../src/index.ts";
import { type OutOfFoldTeacher, recordOutOfFold } from "../../src/node/index.ts";
import { twoClasses } from "../fixtures/two-classes.ts";

const inside = useTemporaryDirectory();
const dataset = twoClasses(40, 1);
const OPTIONS = { folds: 4, seed: 3, teacherFingerprint: "t", batchSize: 4, rowsPerShard: 8 };

/** Teachers that answer with the number of their fold and the id; knows what each has seen, and what it was asked. */
function tellingTeachers(failingFold = -1) {
  const seen: Set<number>[] = [];
  const asked: number[] = [];
  const train = async (training: Dataset, { index }: OutOfFoldTeacher): Promise<TeacherFunction> => {
    seen[index] = new Set(training.rows);
    return (_, { ids }) => {
      if (index === failingFold && asked.length % 10 >= 4) throw new Error("broken");
      asked.push(...ids);
      return tf.tensor2d(Array.from(ids, (id) => [index, id]));
    };
  };
  return { train, seen, asked };
}

describe("recordOutOfFold(train, dataset, directory)", () => {
  test("answers no example by a teacher that has seen it", async () => {
    const { train, seen, asked } = tellingTeachers();
    const result = await recordOutOfFold(train, dataset, inside("s"), OPTIONS);
    expect(result).toEqual({
      answers: 40,
      recorded: 40,
      unanswered: 0,
      teacherFingerprint: "t, out of 4 folds, seed 3",
    });
    const store = await openSoftTargets(inside("s"), result);
    const { logits } = await store.read(dataset.rows);
    for (const [position, id] of dataset.rows.entries()) {
      const [fold, answered] = logits.subarray(2 * position, 2 * position + 2);
      expect(answered).toBe(id);
      expect(seen[fold!]!.has(id)).toBe(false);
      expect(seen.filter((ids) => ids.has(id)).length).toBe(3);
    }
    expect(asked.toSorted((one, other) => one - other)).toEqual([...dataset.rows]);
  });

  test("resumes with the folds that lack answers, and asks for nothing twice", async () => {
    const first = tellingTeachers(2);
    await expect(recordOutOfFold(first.train, dataset, inside("s"), OPTIONS)).rejects.toThrow("broken");
    const second = tellingTeachers();
    const { recorded } = await recordOutOfFold(second.train, dataset, inside("s"), OPTIONS);
    expect(recorded).toBe(40 - first.asked.length);
    expect(Object.keys(second.seen)).toEqual(["2", "3"]);
    expect([...first.asked, ...second.asked].sort((one, other) => one - other)).toEqual([...dataset.rows]);
    await recordOutOfFold(tellingTeachers().train, dataset, inside("whole"), OPTIONS);
    for (const file of readdirSync(inside("whole"))) {
      expect(readFileSync(inside("s", file))).toEqual(readFileSync(inside("whole", file)));
    }
    await expect(recordOutOfFold(second.train, dataset, inside("s"), { ...OPTIONS, folds: 5 })).rejects.toThrow(
      "has the answers of teacher t, out of 4 folds, seed 3, not of t, out of 5 folds, seed 3",
    );
  });

  test("takes models, lets go of them, and teaches a student", async () => {
    const answers = new Map<number, number[]>();
    const makeModel = (seed: number) => createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [6], classCount: 2, seed });
    const before = tf.memory().numTensors;
    await recordOutOfFold(
      async (training, { seed }) => {
        const teacher = makeModel(seed);
        await trainClassifier(teacher, training, { epochs: 2, seed, batchSize: 8 });
        const { data } = await predictLogits(teacher, dataset);
        const unseen = [...dataset.rows].filter((id) => !training.rows.includes(id));
        for (const id of unseen) answers.set(id, [...data.subarray(2 * id, 2 * id + 2)]);
        return teacher;
      },
      dataset,
      inside("s"),
      OPTIONS,
    );
    expect(tf.memory().numTensors).toBe(before);
    const store = await openSoftTargets(inside("s"));
    const expected = Array.from(dataset.rows, (id) => answers.get(id)!).flat();
    expect([...(await store.read(dataset.rows)).logits]).toBeAllClose(expected, { rtol: 1e-5, atol: 1e-6 });
    const student = makeModel(9);
    const { steps } = await distill(student, store, dataset, { temperature: 2, epochs: 1, seed: 1, batchSize: 8 });
    expect(steps).toBe(5);
    student.dispose();
    await store.close();
  });

  test("names what is wrong before a teacher is trained", async () => {
    const { train, seen } = tellingTeachers();
    const refuses = (options: object, problem: string) =>
      expect(recordOutOfFold(train, dataset, inside("s"), { ...OPTIONS, ...options })).rejects.toThrow(problem);
    await refuses({ folds: 1 }, "kFolds: folds must be an integer");
    await refuses({ fold: 3 }, 'recordOutOfFold: options must have known names only (did you mean "folds"?)');
    await refuses({ batchSize: 0 }, "recordOutOfFold: batchSize must be an integer");
    expect(seen).toEqual([]);
  });
});
