import { createStage } from "@dark-knowledge/pipeline";
import type { ExperimentStage } from "../experiment.ts";
import { costOf } from "../nets/internal/cost-of.ts";
import { type NetSpec, netOf } from "../nets/net-spec.ts";
import { type RecordAnswersInput, recordAnswers } from "../nets/record-answers.ts";
import { type TrainNetInput, trainNet } from "../nets/train-net.ts";
import { SpecError } from "../spec/spec-error.ts";
import type { MnistSpec } from "./mnist-spec.ts";
import type { MnistStudentSpec } from "./mnist-student-spec.ts";
import { baselineOf } from "./resolve-mnist-spec.ts";

/** A net of a run: its entry in the record and the input of its training. */
interface MnistNet {
  readonly role: "teacher" | "member" | "student";
  readonly name: string;
  readonly seed: number;
  /** The name of its stage. */
  readonly stage: string;
  readonly input: TrainNetInput;
  /** The specification of a student. */
  readonly student?: MnistStudentSpec;
  /** For a student: the stage that recorded the answers to compare it with, and whose they are. */
  readonly teacher?: { readonly name: string; readonly seed?: number; readonly stage: string };
}

/** The stages and nets of a specification. */
export interface MnistPlan {
  /** Each stage after those that it needs. */
  readonly stages: readonly ExperimentStage[];
  /** Teachers first. */
  readonly nets: readonly MnistNet[];
}

/**
 * Plans the stages and nets of a specification. Teachers without students are trained, members without students are
 * not.
 */
export function planMnist(spec: MnistSpec): MnistPlan {
  const stages = new Map<string, ExperimentStage>();
  const nets = new Map<string, MnistNet>();
  const baseline = baselineOf(spec);
  const isOwnTeacher = spec.students.some(({ teacher }) => teacher === "itself");

  function addNet(net: MnistNet, needs: readonly string[]): MnistNet {
    const { stage, input } = net;
    if (!stages.has(stage))
      stages.set(stage, createStage(trainNet, { name: stage, input, needs, cost: costOf(input) }));
    nets.set(stage, nets.get(stage) ?? net);
    return net;
  }

  const addTrained = (role: "teacher" | "member", net: NetSpec, seed: number) =>
    addNet({ role, name: role, seed, stage: `${role}-${seed}`, input: { net, seed, isKept: true } }, []).stage;
  const addTeacher = (seed: number) => addTrained("teacher", spec.teacher, seed);
  const addMember = (seed: number) => addTrained("member", spec.member, seed);
  const addBaseline = (seed: number) => baseline && addStudent(baseline, seed);

  function addStudent(student: MnistStudentSpec, seed: number): MnistNet {
    const { loss, temperature, hardWeight, smoothing, entropyWeight, omit, only, share } = student;
    const answers = addAnswers(student, seed);
    const isTaught = student.teacher !== "labels";
    const targets = student.teacher === "uniform" ? "uniform" : "recorded";
    const isCorrected = isTaught && omit.length + only.length > 0;
    const input: TrainNetInput = {
      ...{ net: netOf(student), seed, transferSet: { omit, only, share }, isCorrected },
      ...(isTaught
        ? { soft: { loss, temperature, hardWeight, targets } }
        : { smoothing, ...(entropyWeight > 0 ? { entropyWeight } : {}) }),
      isKept: isOwnTeacher && student === baseline,
    };
    const net: MnistNet = {
      ...{ role: "student", name: student.name, seed, stage: `${student.name}-${seed}`, input, student },
      teacher: {
        name: answers.name,
        ...(answers.seed === undefined ? {} : { seed: answers.seed }),
        stage: answers.stage,
      },
    };
    return addNet(net, targets === "recorded" && isTaught ? [answers.stage] : []);
  }

  /**
   * Plans the answers that a student learns from, or, for a student on labels, those of the teacher to compare it with.
   */
  function addAnswers(student: MnistStudentSpec, seed: number): Source & { readonly stage: string } {
    const { teacher, jitter, views } = student;
    const source = sourceOf(spec, student, seed, { addMember, addTeacher, addBaseline });
    const isViewed = jitter > 0 && teacher !== "labels" && teacher !== "uniform";
    const name = `answers-${source.id}${isViewed ? `-views-${views}-jitter-${jitter}` : ""}`;
    const input = { ...source.input, ...(isViewed ? { views: { count: views, jitter } } : {}) };
    // Answering once costs a small part of an epoch, and so does each view.
    const cost = (isViewed ? views : 1) * source.needs.length * 0.3 * costOf({ net: { ...spec.teacher, epochs: 1 } });
    if (!stages.has(name)) stages.set(name, createStage(recordAnswers, { name, input, needs: source.needs, cost }));
    return { ...source, stage: name };
  }

  for (const seed of spec.teacherSeeds) addTeacher(seed);
  for (const student of spec.students) for (const seed of seedsOf(spec, student)) addStudent(student, seed);
  return { stages: [...stages.values()], nets: [...nets.values()] };
}

function seedsOf({ studentSeeds }: MnistSpec, { seeds = studentSeeds }: MnistStudentSpec): readonly number[] {
  return seeds;
}

/** A source of answers: its part of the stage name, its name in the record, and the input of the recording. */
interface Source {
  readonly id: string;
  readonly name: string;
  readonly seed?: number;
  readonly needs: readonly string[];
  readonly input: RecordAnswersInput;
}

/** Adds a net that answers. */
interface AnsweringNets {
  /** The name of its stage. */
  addMember(seed: number): string;
  addTeacher(seed: number): string;
  /** Undefined where the specification has no student that learned all labels. */
  addBaseline(seed: number): MnistNet | undefined;
}

/** Finds the source of the answers that a student learns from, and adds the nets that give them. */
function sourceOf(
  spec: MnistSpec,
  student: MnistStudentSpec,
  seed: number,
  { addMember, addTeacher, addBaseline }: AnsweringNets,
): Source {
  const { members, teacherSeeds } = spec;
  const { teacher } = student;
  // A student that teaches another may have no such seed of its own.
  const place = Math.max(0, seedsOf(spec, student).indexOf(seed));
  const teacherSeed = teacherSeeds[place % teacherSeeds.length]!;
  switch (teacher) {
    case "arithmetic-mean":
    case "geometric-mean": {
      const needs = Array.from({ length: members }, (_, index) => addMember(index + 1));
      const mean = teacher === "arithmetic-mean" ? "arithmetic" : "geometric";
      return { id: teacher, name: teacher, needs, input: { mean } };
    }
    case "all-teachers":
      return { id: teacher, name: teacher, needs: teacherSeeds.map(addTeacher), input: { mean: "geometric" } };
    case "itself": {
      const net = addBaseline(seed);
      if (net === undefined) {
        throw new SpecError("students", 'must have one on all labels where the teacher of another is "itself"', "none");
      }
      return { id: net.stage, name: net.name, seed, needs: [net.stage], input: {} };
    }
    case "shuffled": {
      const id = `shuffled-${teacherSeed}`;
      const input = { shuffleSeed: teacherSeed };
      return { id, name: "teacher", seed: teacherSeed, needs: [addTeacher(teacherSeed)], input };
    }
    default: {
      const net = addTeacher(teacherSeed);
      return { id: net, name: "teacher", seed: teacherSeed, needs: [net], input: {} };
    }
  }
}
