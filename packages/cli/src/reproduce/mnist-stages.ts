import type { NetSpec } from "../spec.ts";
import type { Stage } from "../stage.ts";
import { type MnistAnswers, run as recordAnswers } from "./mnist-answers.ts";
import type { MnistShared } from "./mnist-shared.ts";
import type { MnistSpec, MnistStudentSpec } from "./mnist-spec.ts";
import { type MnistTraining, run as train } from "./mnist-train.ts";

/** What a stage trains or records, for the record of the run. */
export interface MnistStage extends Stage<MnistShared> {
  readonly role: "teacher" | "member" | "student" | "answers";
  readonly seed: number;
  /** Of a student. */
  readonly student?: MnistStudentSpec;
  /** The seed of a student's teacher, where it is one net. */
  readonly teacherSeed?: number;
}

const LABELS_ONLY = { smoothing: 0, omit: [], only: [], share: 1, isKept: true } as const;

/** The stages of a specification, each behind those that it needs. Teachers that teach nobody are trained, members are not. */
export function mnistStages(spec: MnistSpec): readonly MnistStage[] {
  const stages = new Map<string, MnistStage>();
  const add = (stage: MnistStage) => {
    if (!stages.has(stage.name)) stages.set(stage.name, stage);
    return stage.name;
  };

  const addNet = (role: "teacher" | "member", net: NetSpec, seed: number) =>
    add({ ...trainingStage(`${role}-${seed}`, [], { ...LABELS_ONLY, net, seed }), role, seed });
  const addAnswers = (name: string, needs: readonly string[], input: MnistAnswers, seed: number) =>
    add({ name, needs, input, task: { module: "reproduce/mnist-answers", run: recordAnswers }, role: "answers", seed });
  const addTeacher = (seed: number) => addNet("teacher", spec.teacher, seed);

  function addStudent(student: MnistStudentSpec, seed: number, isKept: boolean): string {
    const teacherSeed = spec.teacherSeeds[spec.studentSeeds.indexOf(seed) % spec.teacherSeeds.length]!;
    const teacher = addTeacher(teacherSeed);
    const answers = addStudentAnswers(student, seed, teacherSeed);
    const isLive = student.teacher === "teacher" && student.jitter > 0;
    const targets = student.teacher === "uniform" ? "uniform" : isLive ? "live" : "recorded";
    const { loss, temperature, hardWeight, smoothing, omit, only, share } = student;
    const input: MnistTraining = {
      ...{ net: netOf(student), seed, smoothing, omit, only, share, isKept, answers },
      ...(student.teacher === "labels" ? {} : { soft: { loss, temperature, hardWeight, targets } }),
      ...(isLive ? { teacher } : {}),
    };
    const stage = trainingStage(`${student.name}-${seed}`, isLive ? [answers, teacher] : [answers], input);
    return add({ ...stage, role: "student", seed, student, teacherSeed });
  }

  /** The answers that a student learns from; for one that learns from none, those of the teacher, to compare with. */
  function addStudentAnswers({ teacher }: MnistStudentSpec, seed: number, teacherSeed: number): string {
    if (teacher === "arithmetic-mean" || teacher === "geometric-mean") {
      const members = Array.from({ length: spec.members }, (_, index) => addNet("member", spec.member, index + 1));
      return addAnswers(
        `answers-${teacher}`,
        members,
        { mean: teacher === "arithmetic-mean" ? "arithmetic" : "geometric" },
        0,
      );
    }
    if (teacher === "itself") {
      const hard = addStudent(hardStudent(spec), seed, true);
      return addAnswers(`answers-${hard}`, [hard], {}, seed);
    }
    const needs = [addTeacher(teacherSeed)];
    return teacher === "shuffled"
      ? addAnswers(`answers-shuffled-${teacherSeed}`, needs, { shuffleSeed: teacherSeed }, teacherSeed)
      : addAnswers(`answers-teacher-${teacherSeed}`, needs, {}, teacherSeed);
  }

  for (const seed of spec.teacherSeeds) addTeacher(seed);
  const isOwnTeacher = spec.students.some(({ teacher }) => teacher === "itself");
  for (const student of spec.students) {
    for (const seed of spec.studentSeeds) addStudent(student, seed, isOwnTeacher && student === hardStudent(spec));
  }
  return [...stages.values()];
}

/** The student on labels alone that teaches a student of its own kind. */
function hardStudent({ students }: MnistSpec): MnistStudentSpec {
  const found = students.find(
    ({ teacher, smoothing, share }) => teacher === "labels" && smoothing === 0 && share === 1,
  );
  if (found === undefined) {
    throw new Error('spec: students: one whose teacher is "itself" needs one on all labels beside it, got none');
  }
  return found;
}

function trainingStage(name: string, needs: readonly string[], input: MnistTraining): Stage<MnistShared> {
  return { name, needs, input, task: { module: "reproduce/mnist-train", run: train } };
}

function netOf(student: MnistStudentSpec): NetSpec {
  const { hidden, epochs, batchSize, learningRate, momentum, dropout, inputDropout, jitter, maxNorm } = student;
  return {
    ...{ hidden, epochs, batchSize, learningRate, momentum, dropout, inputDropout, jitter },
    ...(maxNorm === undefined ? {} : { maxNorm }),
  };
}
