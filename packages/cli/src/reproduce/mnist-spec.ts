import { z } from "zod";
import { mergeParts, parseSpec } from "../parse-spec.ts";
import { createNetSchema, createSeedsSchema, type NetSpec } from "../spec.ts";
import { MNIST_LOSSES, type MnistLoss } from "./mnist-losses.ts";
import { mnistStudents } from "./mnist-students.ts";

/** The tables of the record; each can be run alone. */
export const MNIST_TABLES = [
  "section-3",
  "temperature",
  "without-3s",
  "only-7s-and-8s",
  "transfer-size",
  "teachers",
  "patient",
  "losses",
  "controls",
] as const;
export type MnistTable = (typeof MNIST_TABLES)[number];

/** Who teaches a student. */
const MNIST_TEACHERS = [
  /** Nobody: labels alone. */
  "labels",
  "teacher",
  /** An ensemble of all teachers, by the geometric mean. */
  "all-teachers",
  /** An ensemble of all members. */
  "arithmetic-mean",
  "geometric-mean",
  /** The student on labels of the same seed. */
  "itself",
  /** The teacher's answers, each given for another example. */
  "shuffled",
  /** The same probability for every class. */
  "uniform",
] as const;

/** One kind of student, trained once for every seed. */
export interface MnistStudentSpec extends NetSpec {
  /** What it is called in tables, and a part of the names of its files. */
  readonly name: string;
  readonly table: MnistTable;
  readonly teacher: (typeof MNIST_TEACHERS)[number];
  /** The soft term. */
  readonly loss: MnistLoss;
  readonly temperature: number;
  /** Weight of the labels beside a teacher; the soft targets weigh the rest. */
  readonly hardWeight: number;
  /** What of each label is spread over all classes, for a student without a teacher. */
  readonly smoothing: number;
  /** Classes that its transfer set lacks. */
  readonly omit: number[];
  /** The only classes that its transfer set has; empty for no restriction. */
  readonly only: number[];
  /** The share of the training set that its transfer set is. */
  readonly share: number;
  /** With jitter: how many views of the training set the teacher answers. The student sees them epoch by epoch, and then again. */
  readonly views: number;
}

/** Everything that decides what `reproduce mnist` gives. Where its data lies and where it writes does not belong to it. */
export interface MnistSpec {
  /** `"digits"`: generated ones, for a run in a minute. */
  readonly dataset: "mnist" | "digits";
  /** Training and test examples of generated digits. */
  readonly trainSize?: number | undefined;
  readonly testSize?: number | undefined;
  /**
   * Training examples that stand in for the test set, which is then not looked at: for choices. 0 trains on all of them and
   * tests on the test set.
   */
  readonly holdOut: number;
  /** A teacher is trained for each. A student's teacher is the one at its own seed's position, from the first again after the last. */
  readonly teacherSeeds: number[];
  readonly studentSeeds: number[];
  readonly teacher: NetSpec;
  /** The members of the ensembles that teach. */
  readonly members: number;
  readonly member: NetSpec;
  readonly students: MnistStudentSpec[];
}

/** A student as somebody writes it: what is left out has a default. */
export type PartialMnistStudentSpec = Pick<MnistStudentSpec, "name" | "table"> & PartialNet & Partial<MnistStudentSpec>;
/** A net as somebody writes it. */
export type PartialNet = Pick<NetSpec, "hidden" | "epochs"> & Partial<NetSpec>;

/** A specification as somebody writes it: any part of it, but the students all together. */
export interface PartialMnistSpec extends Partial<Omit<MnistSpec, "teacher" | "member" | "students">> {
  readonly teacher?: Partial<NetSpec>;
  readonly member?: Partial<NetSpec>;
  readonly students?: readonly PartialMnistStudentSpec[];
}

const MNIST: PartialMnistSpec = {
  holdOut: 0,
  teacherSeeds: [1, 2, 3],
  studentSeeds: [1, 2, 3, 4, 5],
  teacher: { hidden: [1200, 1200], epochs: 100, dropout: 0.3, jitter: 2, weightDecay: 1e-4 },
  members: 10,
  member: { hidden: [800, 800], epochs: 20, dropout: 0.3, jitter: 2 },
  students: mnistStudents(
    { hidden: [800, 800], epochs: 6, learningRate: 0.08, warmup: 0.1, nesterov: true, centred: true },
    { widths: [800, 300, 30], epochs: 20, patience: 80, repeats: 10 },
  ),
};

const DIGITS: PartialMnistSpec = {
  trainSize: 800,
  testSize: 400,
  holdOut: 0,
  teacherSeeds: [1],
  studentSeeds: [1],
  teacher: { hidden: [64, 64], epochs: 6, batchSize: 32, dropout: 0.1, jitter: 1 },
  members: 2,
  member: { hidden: [32], epochs: 4, batchSize: 32 },
  students: mnistStudents(
    { hidden: [32, 32], epochs: 4, batchSize: 32, learningRate: 0.03 },
    { widths: [32, 16], epochs: 4, patience: 6, repeats: 4 },
  ),
};

/**
 * The full specification from its parts, later ones over earlier ones, over the defaults of MNIST or generated digits.
 *
 * @throws Error with one line that names the field, what was expected and what came
 */
export function resolveMnistSpec(...parts: readonly PartialMnistSpec[]): MnistSpec {
  const given = parts.reduce<PartialMnistSpec>(mergeParts, {});
  const dataset = given.dataset ?? "mnist";
  const merged = mergeParts(mergeParts({ dataset }, dataset === "digits" ? DIGITS : MNIST), given);
  return parseSpec(createMnistSchema(), merged);
}

function isShuffledAndMoved({ teacher, jitter }: MnistStudentSpec): boolean {
  return teacher === "shuffled" && jitter > 0;
}

/** The schema of a specification; `z.toJSONSchema` publishes it. */
export function createMnistSchema(): z.ZodType<MnistSpec> {
  const count = z.int().min(1);
  const seeds = createSeedsSchema();
  const net = createNetSchema();
  const student = net.extend({
    name: z.string().regex(/^[a-z0-9.-]+$/, "must be of lower-case letters, digits, dots and hyphens"),
    table: z.enum(MNIST_TABLES),
    teacher: z.enum(MNIST_TEACHERS).default("teacher"),
    loss: z.enum(MNIST_LOSSES).default("distillation"),
    temperature: z.number().positive().default(20),
    hardWeight: z.number().min(0).max(1).default(0.1),
    smoothing: z.number().min(0).max(1).default(0),
    omit: z.array(z.int().min(0)).default([]),
    only: z.array(z.int().min(0)).default([]),
    share: z.number().positive().max(1).default(1),
    views: count.default(40),
  });
  return z
    .strictObject({
      dataset: z.enum(["mnist", "digits"]),
      trainSize: count.optional(),
      testSize: count.optional(),
      holdOut: z.int().min(0),
      teacherSeeds: seeds,
      studentSeeds: seeds,
      teacher: net,
      members: z.int().min(2),
      member: net,
      students: z
        .array(student)
        .min(1)
        .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "names must differ")
        .refine(
          (all) => !all.some(isShuffledAndMoved),
          "a shuffled teacher answers images as they are, without jitter",
        ),
    })
    .refine(({ dataset, trainSize, testSize }) => dataset !== "digits" || (trainSize && testSize), {
      path: ["trainSize"],
      message: "generated digits need trainSize and testSize",
    });
}
