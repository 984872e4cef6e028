import { classNamesOf, inputShape, type TrainAndTest } from "@dark-knowledge/datasets";
import { cosineDecay, createMlp, distill, evaluate, fidelity, sgd, trainClassifier } from "@dark-knowledge/training";
import { saveModel } from "@dark-knowledge/training/node";

/** The sizes of the nets and how long they learn. */
export interface Settings {
  readonly teacherUnits: readonly number[];
  readonly teacherEpochs: number;
  readonly studentUnits: readonly number[];
  readonly studentEpochs: number;
  readonly temperature: number;
}

/** Test errors of the three nets, and how often the distilled one says what its teacher says. */
export type Result = Readonly<Record<"teacher" | "hard" | "distilled" | "agreement", number>>;

/** Distils a large net into a small one, which is saved to `folder`, and compares it with the same net taught by the labels. */
export async function distilMnist({ train, test }: TrainAndTest, settings: Settings, folder: string): Promise<Result> {
  const { teacherUnits, teacherEpochs, studentUnits, studentEpochs, temperature } = settings;
  const net = (hiddenUnits: readonly number[], dropout = 0) =>
    createMlp({
      exampleShape: inputShape(train),
      classCount: classNamesOf(train).length,
      hiddenUnits,
      dropout,
      seed: 1,
    });

  // The paper's teacher: dropout, and images that are shifted by up to two pixels.
  const teacher = net(teacherUnits, 0.3);
  await trainClassifier(teacher, train, { epochs: teacherEpochs, jitter: 2, seed: 1 });

  // The same small net twice, without dropout or shifts: on the labels, and on what the teacher says.
  const optimizer = sgd({ learningRate: cosineDecay(0.03), momentum: 0.9 });
  const options = { epochs: studentEpochs, optimizer, seed: 1 };
  const hard = net(studentUnits);
  await trainClassifier(hard, train, options);
  const student = net(studentUnits);
  await distill(student, teacher, train, { ...options, temperature, softWeight: 0.9, hardWeight: 0.1 });
  await saveModel(student, folder, { overwrite: true });

  const errorsOf = async (model: typeof student) => (await evaluate(model, test)).errors;
  const result = {
    teacher: await errorsOf(teacher),
    hard: await errorsOf(hard),
    distilled: await errorsOf(student),
    agreement: (await fidelity(student, teacher, test)).agreement,
  };
  for (const one of [teacher, hard, student, optimizer]) one.dispose();
  return result;
}
