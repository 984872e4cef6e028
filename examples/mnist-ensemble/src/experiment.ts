import { join } from "node:path";
import { createMatrix, deriveSeed, type Matrix } from "@dark-knowledge/core";
import { classNamesOf, inputShape, labelsOf, type TrainAndTest } from "@dark-knowledge/datasets";
import { createEnsembleAccumulator, diversityMatrix, type EnsembleOptions } from "@dark-knowledge/ensemble";
import { summariseSoftTargets } from "@dark-knowledge/soft-targets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import {
  cosineDecay,
  createMlp,
  distill,
  evaluateLogits,
  predictLogits,
  sgd,
  type TrainingOptions,
  trainClassifier,
  trainMembers,
} from "@dark-knowledge/training";
import { loadModel, recordSoftTargets, saveModel } from "@dark-knowledge/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** The sizes of the experiment. */
export interface Settings {
  readonly members: number;
  readonly memberUnits: readonly number[];
  readonly memberEpochs: number;
  readonly studentUnits: readonly number[];
  readonly studentEpochs: number;
  /** Students of each kind, which differ by their seed. */
  readonly students: number;
  /** Those at which students are distilled. */
  readonly temperatures: readonly number[];
  /** Pixels by which the members' training images are shifted; the students see the stored ones. */
  readonly jitter: number;
  readonly seed: number;
}

/** One line of the result: the test errors and the test NLL of each model of a kind. */
interface Line {
  readonly name: string;
  readonly errors: readonly number[];
  readonly nll: readonly number[];
  /** Of a student's soft targets at its temperature, in nats, in the mean over the training set. */
  readonly targetEntropy?: number;
}

/** What came out. */
export interface Result {
  readonly lines: readonly Line[];
  /** How often two members give different classes, in the mean over all pairs. */
  readonly disagreement: number;
  /** How many test examples the arithmetic and the geometric mean classify differently. */
  readonly meansDiffer: number;
}

// The gradient of the soft term grows with the temperature: at the default of 0.1, which serves labels well, students go astray.
const DISTILLATION_RATE = 0.03;

const MEANS = [
  { name: "arithmetic, softened then averaged", mean: "arithmetic", order: "soften-then-average" },
  { name: "arithmetic, averaged then softened", mean: "arithmetic", order: "average-then-soften" },
  { name: "geometric", mean: "geometric", order: "average-then-soften" },
] as const;

/**
 * Trains an ensemble whose members are never in memory together, keeps its answers, and distils a small net from each kind of
 * mean, compared with the same net on labels alone and with one member as its teacher.
 *
 * @param folder for the members and the stores
 * @param say called with what happens, a line at a time
 */
export async function runExperiment(
  { train, test }: TrainAndTest,
  folder: string,
  settings: Settings,
  say: (line: string) => void,
): Promise<Result> {
  const { members, jitter, memberEpochs: epochs, seed } = settings;
  const net = (units: readonly number[], dropout: number) => (own: number) =>
    createMlp({
      exampleShape: inputShape(train),
      classCount: classNamesOf(train).length,
      hiddenUnits: [...units],
      dropout,
      seed: own,
    });
  const labels = labelsOf(test);
  const lines: Line[] = [];
  const add = (name: string, logits: readonly Matrix<Float32Array>[], more: Partial<Line> = {}) => {
    const evaluated = logits.map((one) => evaluateLogits(one, labels));
    lines.push({ name, errors: evaluated.map(({ errors }) => errors), nll: evaluated.map(({ nll }) => nll), ...more });
    say(`${name}: ${lines.at(-1)!.errors.join(", ")} errors`);
  };

  const create = net(settings.memberUnits, 0.2);
  const answers: Matrix<Float32Array>[] = [];
  for await (const { model, index } of trainMembers(create, train, { members, epochs, seed, jitter })) {
    await saveModel(model, join(folder, `member-${index}`));
    answers.push(await predictLogits(model, test));
    model.dispose();
    say(`member ${index + 1} of ${members} is trained`);
  }
  const loaders = answers.map((_, index) => () => loadModel(join(folder, `member-${index}`)));

  add("single members", answers);
  // At T = 1 the order makes no difference: one line for each mean.
  const ensembles = (["arithmetic", "geometric"] as const).map((mean) =>
    averageOf(answers, { mean, order: "average-then-soften", temperature: 1 }),
  );
  add("ensemble, arithmetic mean", [ensembles[0]!]);
  add("ensemble, geometric mean", [ensembles[1]!]);

  /** Test logits of students that differ by their seed. */
  async function students(teach: (student: LayersModel, options: TrainingOptions) => Promise<unknown>) {
    const logits: Matrix<Float32Array>[] = [];
    for (let index = 0; index < settings.students; index++) {
      const own = deriveSeed(seed, "student", index);
      const student = net(settings.studentUnits, 0)(own);
      await teach(student, { epochs: settings.studentEpochs, seed: own });
      logits.push(await predictLogits(student, test));
      student.dispose();
    }
    return logits;
  }
  add("student, labels alone", await students((student, options) => trainClassifier(student, train, options)));
  for (const temperature of settings.temperatures) {
    // All means of one member are that member.
    const single = { ...MEANS[2], name: "one member", members: loaders.slice(0, 1) };
    for (const { name, ...ensemble } of [single, ...MEANS.map((mean) => ({ ...mean, members: loaders }))]) {
      const directory = join(folder, `answers-${name.replaceAll(/,? /g, "-")}-${temperature}`);
      await recordSoftTargets({ ...ensemble, temperature }, train, directory);
      const softTargets = await openSoftTargets(directory);
      const { entropies } = await summariseSoftTargets(softTargets, { temperatures: [temperature] });
      const logits = await students(async (student, options) => {
        const optimizer = sgd({ learningRate: cosineDecay(DISTILLATION_RATE), momentum: 0.9 });
        await distill(student, softTargets, train, { ...options, temperature, optimizer });
        optimizer.dispose();
      });
      add(`student, T = ${temperature}, ${name}`, logits, { targetEntropy: entropies[0]!.entropy });
      await softTargets.close();
    }
  }
  const matrix = diversityMatrix(answers.map(classesOf)).data;
  const pairs = Math.max(1, members * (members - 1));
  return {
    lines,
    disagreement: matrix.reduce((total, share) => total + share, 0) / pairs,
    meansDiffer: Math.round(diversityMatrix(ensembles.map(classesOf)).data[1]! * labels.length),
  };
}

function averageOf(answers: readonly Matrix<Float32Array>[], options: EnsembleOptions): Matrix<Float32Array> {
  const { rows, columns } = answers[0]!;
  const accumulator = createEnsembleAccumulator({ ...options, members: answers.length, rows, classes: columns });
  for (const { data } of answers) accumulator.add(data);
  return createMatrix(rows, columns, accumulator.logits());
}

function classesOf({ rows, columns, data }: Matrix<Float32Array>): number[] {
  return Array.from({ length: rows }, (_, row) => {
    const logits = data.subarray(row * columns, (row + 1) * columns);
    return logits.indexOf(Math.max(...logits));
  });
}
