import { z } from "zod";
import { createNetSchema, type NetSpec, type PartialNet } from "../nets/net-spec.ts";
import { SOFT_LOSSES, type SoftLossName } from "../nets/soft-losses.ts";
import { createSeedsSchema } from "../spec/internal/seeds-schema.ts";
import { MNIST_TABLES, type MnistTable } from "./internal/mnist-table-names.ts";

/** The teachers of a student. */
const MNIST_TEACHERS = [
  /** None: labels alone. */
  "labels",
  "teacher",
  /** The ensemble of all teachers, by the geometric mean. */
  "all-teachers",
  /** The ensemble of all members. */
  "arithmetic-mean",
  "geometric-mean",
  /** The student on labels with the same seed. */
  "itself",
  /** The teacher's answers, each assigned to another example. */
  "shuffled",
  /** The same probability for every class. */
  "uniform",
] as const;

/** One kind of student, trained once for every seed. */
export type MnistStudentSpec = NetSpec & MnistLesson;

/** The training of a student: its targets and their source. */
interface MnistLesson {
  /** The name in tables and in file names. */
  readonly name: string;
  readonly table: MnistTable;
  readonly teacher: (typeof MNIST_TEACHERS)[number];
  /** The soft term. */
  readonly loss: SoftLossName;
  readonly temperature: number;
  /** Weight of the labels next to a teacher; the soft targets get the rest. */
  readonly hardWeight: number;
  /** Label smoothing: the share of each label that is spread over all classes, for a student without a teacher. */
  readonly smoothing: number;
  /** The confidence penalty: the weight of the entropy of its answers, for a student without a teacher and smoothing. */
  readonly entropyWeight: number;
  /** Classes left out of its transfer set. */
  readonly omit: number[];
  /** The only classes in its transfer set; empty for no restriction. */
  readonly only: number[];
  /** The share of the training set in its transfer set. */
  readonly share: number;
  /**
   * With jitter: the number of views of the training set that the teacher answers. The student sees one per epoch, in a
   * cycle.
   */
  readonly views: number;
  /** The seeds of its nets, in place of the specification's `studentSeeds`. */
  readonly seeds?: number[] | undefined;
}

/** A student as users write it: fields that are left out get their defaults. */
export type PartialMnistStudentSpec = Pick<MnistLesson, "name" | "table"> & Partial<MnistLesson> & PartialNet;

/** Makes the schema of a {@link MnistStudentSpec}. */
export function createStudentSchema(): z.ZodType<MnistStudentSpec> {
  return createNetSchema({
    name: z
      .string()
      .regex(/^[a-z0-9.-]+$/, "must consist of lower-case letters, digits, dots and hyphens")
      .meta({ description: "name in tables and in file names" }),
    table: z.enum(MNIST_TABLES).meta({ description: "the table it belongs to" }),
    teacher: z.enum(MNIST_TEACHERS).default("teacher").meta({ description: "its teacher" }),
    loss: z.enum(SOFT_LOSSES).default("distillation").meta({ description: "the soft term" }),
    temperature: z
      .number()
      .positive()
      .min(1e-6)
      .max(1e6)
      .default(20)
      .meta({ description: "softens the probabilities of both nets" }),
    hardWeight: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .meta({ description: "weight of the labels next to a teacher; the soft targets get the rest" }),
    smoothing: z.number().min(0).max(1).default(0).meta({
      description: "label smoothing: share of each label spread over all classes, for a student without a teacher",
    }),
    entropyWeight: z.number().min(0).max(10).default(0).meta({
      description: "weight of the confidence penalty, for a student without a teacher and smoothing",
    }),
    omit: z.array(z.int().min(0)).default([]).meta({ description: "classes to leave out of its transfer set" }),
    only: z.array(z.int().min(0)).default([]).meta({ description: "the only classes in its transfer set" }),
    share: z.number().positive().max(1).default(1).meta({ description: "share of the training set that it sees" }),
    views: z.int().min(1).max(10_000).default(40).meta({
      description:
        "with jitter: number of views of the training set that the teacher answers; the student sees one per epoch, in a cycle",
    }),
    seeds: createSeedsSchema().optional().meta({ description: "seeds of its nets, in place of studentSeeds" }),
  });
}
