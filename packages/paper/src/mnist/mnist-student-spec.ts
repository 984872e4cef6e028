import { z } from "zod";
import { createNetSchema, type NetSpec, type PartialNet } from "../nets/net-spec.ts";
import { SOFT_LOSSES, type SoftLossName } from "../nets/soft-losses.ts";
import { MNIST_TABLES, type MnistTable } from "./internal/mnist-table-names.ts";

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
export type MnistStudentSpec = NetSpec & MnistLesson;

/** What a student learns, and from whom. */
interface MnistLesson {
  /** What it is called in tables, and a part of the names of its files. */
  readonly name: string;
  readonly table: MnistTable;
  readonly teacher: (typeof MNIST_TEACHERS)[number];
  /** The soft term. */
  readonly loss: SoftLossName;
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

/** A student as somebody writes it: what is left out has a default. */
export type PartialMnistStudentSpec = Pick<MnistLesson, "name" | "table"> & Partial<MnistLesson> & PartialNet;

/** The schema of a {@link MnistStudentSpec}. */
export function createStudentSchema(): z.ZodType<MnistStudentSpec> {
  return createNetSchema({
    name: z
      .string()
      .regex(/^[a-z0-9.-]+$/, "must be of lower-case letters, digits, dots and hyphens")
      .meta({ description: "what it is called in tables, and a part of the names of its files" }),
    table: z.enum(MNIST_TABLES).meta({ description: "the table that it belongs to" }),
    teacher: z.enum(MNIST_TEACHERS).default("teacher").meta({ description: "who teaches it" }),
    loss: z.enum(SOFT_LOSSES).default("distillation").meta({ description: "the soft term" }),
    temperature: z
      .number()
      .positive()
      .max(1e6)
      .default(20)
      .meta({ description: "softens the probabilities of both nets" }),
    hardWeight: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .meta({ description: "weight of the labels beside a teacher; the soft targets weigh the rest" }),
    smoothing: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .meta({ description: "what of each label is spread over all classes, for a student without a teacher" }),
    omit: z.array(z.int().min(0)).default([]).meta({ description: "classes that its transfer set lacks" }),
    only: z.array(z.int().min(0)).default([]).meta({ description: "the only classes that its transfer set has" }),
    share: z.number().positive().max(1).default(1).meta({ description: "share of the training set that it sees" }),
    views: z.int().min(1).max(10_000).default(40).meta({
      description:
        "with jitter: how many views of the training set the teacher answers; seen epoch by epoch, and then again",
    }),
  });
}
