import type { MnistNetRecord, MnistRecord } from "../mnist-record.ts";
import type { ModelRecord, ModelRole, RunRecord, SoftTargetExample } from "../run-record.ts";
import { ROLE_NAMES } from "./role-names.ts";
import { softenExample } from "./soften-example.ts";

/** The three nets of section 3 as a run of a teacher and two students. */
export function sectionThreeOf(record: MnistRecord): RunRecord {
  const { spec, versions, backend, dataset, nets } = record;
  const models: Readonly<Record<ModelRole, readonly MnistNetRecord[]>> = {
    teacher: nets.filter(({ role }) => role === "teacher"),
    hard: nets.filter(({ name }) => name === "hard"),
    distilled: nets.filter(({ name }) => name === "distilled"),
  };
  return {
    title: dataset.name,
    ...{ spec, versions, backend },
    dataset: { ...dataset, transferSize: dataset.trainSize, validationSize: 0 },
    models: (["teacher", "hard", "distilled"] as const).flatMap((role) => modelOf(role, models[role]) ?? []),
    examples: examplesOf(record, models),
  };
}

function modelOf(role: ModelRole, nets: readonly MnistNetRecord[]): ModelRecord | undefined {
  const [first] = nets;
  if (first === undefined) return undefined;
  return {
    role,
    label: ROLE_NAMES[role],
    architecture: first.architecture,
    parameters: first.parameters,
    runs: nets.map(({ seed, size, errors, nll, calibrationError, confusion, fidelity, epochs }) => ({
      seed,
      // Not recorded, and shown nowhere.
      seconds: Number.NaN,
      history: epochs.map((terms, index) => ({ epoch: index + 1, terms })),
      evaluation: { size, errors, accuracy: 1 - errors / size, nll, calibrationError, confusion },
      ...(fidelity ? { fidelity } : {}),
    })),
  };
}

/** Of each class the example that the first distilled student's teacher is least sure about. */
function examplesOf(
  { examples, dataset, nets }: MnistRecord,
  models: Readonly<Record<ModelRole, readonly MnistNetRecord[]>>,
): readonly SoftTargetExample[] {
  const distilled = models.distilled[0];
  const teacher = distilled && teacherOf(distilled, nets);
  if (teacher === undefined) return [];
  const hard = models.hard.find(({ teacherSeed }) => teacherSeed === distilled!.teacherSeed);
  const all = examples.map(
    (example, index): SoftTargetExample => ({
      ...example,
      teacherLogits: teacher.exampleLogits[index]!,
      studentLogits: distilled!.exampleLogits[index]!,
      ...(hard ? { hardLogits: hard.exampleLogits[index]! } : {}),
    }),
  );
  return dataset.classNames.flatMap((_, label) => {
    const ofClass = all.filter((example) => example.label === label);
    return ofClass.sort((one, other) => confidenceIn(one) - confidenceIn(other)).slice(0, 1);
  });
}

/** The teacher that a student is compared with. */
export function teacherOf(
  { teacherSeed }: MnistNetRecord,
  nets: readonly MnistNetRecord[],
): MnistNetRecord | undefined {
  return nets.find(({ role, seed }) => role === "teacher" && seed === teacherSeed);
}

/** The teacher's probability of the true class. */
function confidenceIn(example: SoftTargetExample): number {
  return softenExample(example, 1).find(({ role, classIndex }) => role === "teacher" && classIndex === example.label)!
    .prob;
}
