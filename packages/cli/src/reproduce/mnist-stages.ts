import { createNetSchema, type NetSpec } from "../spec.ts";
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
  const netSchema = createNetSchema().strip();
  const add = (stage: MnistStage) => {
    if (!stages.has(stage.name)) stages.set(stage.name, stage);
    return stage.name;
  };

  const addNet = (role: "teacher" | "member", net: NetSpec, seed: number) =>
    add({ ...trainingStage(`${role}-${seed}`, [], { ...LABELS_ONLY, net, seed }), role, seed });
  const addTeacher = (seed: number) => addNet("teacher", spec.teacher, seed);

  function addStudent(student: MnistStudentSpec, seed: number, isKept: boolean): string {
    const teacherSeed = spec.teacherSeeds[spec.studentSeeds.indexOf(seed) % spec.teacherSeeds.length]!;
    const answers = addAnswers(student, seed, teacherSeed);
    const { loss, temperature, hardWeight, smoothing, omit, only, share } = student;
    const targets = student.teacher === "uniform" ? "uniform" : "recorded";
    const input: MnistTraining = {
      ...{ net: netSchema.parse(student), seed, smoothing, omit, only, share, isKept, answers },
      ...(student.teacher === "labels" ? {} : { soft: { loss, temperature, hardWeight, targets } }),
    };
    const stage = trainingStage(`${student.name}-${seed}`, [answers], input);
    return add({ ...stage, role: "student", seed, student, teacherSeed });
  }

  /** The answers that a student learns from; for one that learns from none, those of the teacher, to compare with. */
  function addAnswers({ teacher, jitter, views }: MnistStudentSpec, seed: number, teacherSeed: number): string {
    const source = sourceOf(teacher, seed, teacherSeed);
    const isViewed = jitter > 0 && teacher !== "labels" && teacher !== "uniform";
    return add({
      name: `answers-${source.name}${isViewed ? `-views-${views}-jitter-${jitter}` : ""}`,
      needs: source.needs,
      input: { ...source.input, ...(isViewed ? { views: { count: views, jitter } } : {}) },
      task: { module: "reproduce/mnist-answers", run: recordAnswers },
      role: "answers",
      seed: source.seed,
    });
  }

  /** Whose answers a student learns from, and what they are called. */
  function sourceOf(teacher: MnistStudentSpec["teacher"], seed: number, teacherSeed: number): AnswersSource {
    switch (teacher) {
      case "arithmetic-mean":
      case "geometric-mean": {
        const needs = Array.from({ length: spec.members }, (_, index) => addNet("member", spec.member, index + 1));
        return {
          name: teacher,
          needs,
          input: { mean: teacher === "arithmetic-mean" ? "arithmetic" : "geometric" },
          seed: 0,
        };
      }
      case "all-teachers":
        return { name: teacher, needs: spec.teacherSeeds.map(addTeacher), input: { mean: "geometric" }, seed: 0 };
      case "itself": {
        const hard = addStudent(hardStudent(spec), seed, true);
        return { name: hard, needs: [hard], input: {}, seed };
      }
      case "shuffled": {
        const needs = [addTeacher(teacherSeed)];
        return { name: `shuffled-${teacherSeed}`, needs, input: { shuffleSeed: teacherSeed }, seed: teacherSeed };
      }
      default: {
        const net = addTeacher(teacherSeed);
        return { name: net, needs: [net], input: {}, seed: teacherSeed };
      }
    }
  }

  for (const seed of spec.teacherSeeds) addTeacher(seed);
  const isOwnTeacher = spec.students.some(({ teacher }) => teacher === "itself");
  for (const student of spec.students) {
    for (const seed of spec.studentSeeds) addStudent(student, seed, isOwnTeacher && student === hardStudent(spec));
  }
  return [...stages.values()];
}

interface AnswersSource {
  readonly name: string;
  readonly needs: readonly string[];
  readonly input: MnistAnswers;
  readonly seed: number;
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
