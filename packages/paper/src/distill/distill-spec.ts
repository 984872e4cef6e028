import { assertFields } from "@dark-knowledge/core";
import { teacherKindOf } from "@dark-knowledge/teachers/node";
import { z } from "zod";
import { checkData, createDataFields, type DataSpec, dataDefaults } from "../data/data-spec.ts";
import { textDefaults } from "../data/text-defaults.ts";
import type { SpecParts } from "../experiment.ts";
import { defaultNets } from "../nets/default-nets.ts";
import { createNetSchema, type NetSpec } from "../nets/net-spec.ts";
import { createTeacherSchema, isExternal, type TeacherSpec } from "../nets/teacher-spec.ts";
import type { TransferSetSpec } from "../nets/transfer-set.ts";
import { createSeedsSchema } from "../spec/internal/seeds-schema.ts";
import { resolveParts } from "../spec/resolve-parts.ts";

/** Everything that determines the result of a distillation. The locations of its data and output are not part of it. */
export interface DistillSpec extends DataSpec {
  readonly transferSize?: number | undefined;
  readonly omit: number[];
  readonly only: number[];
  /** Left out for numbers, which have none. */
  readonly temperature?: number | undefined;
  readonly hardWeight: number;
  /** The teacher answers mixtures of two examples, with shares from Beta(mixup, mixup), in place of the examples as they are. */
  readonly mixup?: number | undefined;
  readonly folds?: number | undefined;
  readonly hardEpochs?: number | undefined;
  readonly seeds: number[];
  readonly teacher: TeacherSpec;
  readonly student: NetSpec;
}

/** Makes the schema of a {@link DistillSpec}. */
export function createDistillSchema(): z.ZodType<DistillSpec> {
  const count = z.int().min(1);
  const classes = z.array(z.int().min(0)).default([]);
  const net = createNetSchema();
  return checkData(
    z
      .strictObject({
        ...createDataFields(),
        transferSize: count.optional().meta({ description: "training examples that the students see" }),
        omit: classes.meta({ description: "classes to leave out of the transfer set" }),
        only: classes.meta({ description: "the only classes in the transfer set" }),
        temperature: z
          .number()
          .positive()
          .min(1e-6)
          .max(1e6)
          .optional()
          .meta({ description: "softens the probabilities of both nets; higher is softer" }),
        hardWeight: z
          .number()
          .min(0)
          .max(1)
          .default(0.1)
          .meta({ description: "weight of the hard labels when distilling, 0 to 1; the soft targets get the rest" }),
        mixup: z.number().gt(0).max(100).optional().meta({
          description:
            "the teacher answers mixtures of two examples, other ones in every pass, with shares from Beta(mixup, mixup): for few examples",
        }),
        folds: z.int().min(2).max(100).optional().meta({
          description:
            "also distil from out-of-fold answers: a command that learns from the training rows is started once for each fold, without its rows",
        }),
        hardEpochs: count.optional().meta({
          description:
            "passes of the students on labels alone over the labelled examples, where the others are unlabelled",
        }),
        seeds: createSeedsSchema().meta({
          description: "one student of each kind for each seed; the teacher uses the first",
        }),
        teacher: createTeacherSchema().meta({ description: "the teacher" }),
        student: net.meta({ description: "the students" }),
      })
      .refine(({ temperature, data }) => temperature !== undefined || data?.task === "numbers", {
        path: ["temperature"],
        message: "must be given where there are classes",
      })
      .refine(({ temperature, data }) => temperature === undefined || data?.task !== "numbers", {
        path: ["temperature"],
        message: "must be left out for numbers, which no temperature softens",
      })
      .refine(({ omit, only }) => omit.length === 0 || only.length === 0, {
        path: ["omit"],
        message: "must not be given together with only",
      })
      .refine(({ teacher, student }) => !isExternal(teacher) || student.jitter === 0, {
        path: ["student", "jitter"],
        message: "must be 0 with a teacher from elsewhere, which is asked about each example once",
      })
      .refine(({ teacher, mixup }) => !isExternal(teacher) || mixup === undefined, {
        path: ["mixup"],
        message: "must be left out with a teacher from elsewhere, which is asked about each example once",
      })
      .refine(({ folds, teacher }) => folds === undefined || isCommand(teacher), {
        path: ["folds"],
        message: 'must be left out where the teacher is no command ("cmd: COMMAND"), which can learn',
      })
      .refine((spec) => spec.folds === undefined || isWhole(spec), {
        path: ["folds"],
        message: "must be left out where the transfer set is not the whole training set (omit, only, transferSize)",
      }),
  );
}

function isCommand(teacher: TeacherSpec): boolean {
  return isExternal(teacher) && teacherKindOf(teacher.from) === "command";
}

/** Whether students see all training examples. */
function isWhole({ omit, only, transferSize }: Pick<DistillSpec, "omit" | "only" | "transferSize">): boolean {
  return omit.length === 0 && only.length === 0 && transferSize === undefined;
}

/**
 * Returns the defaults of a run. Sizes that are not given shrink with a given training set, and a net that is given in
 * full has its own settings.
 */
function distillDefaults(given: SpecParts & DataSpec): SpecParts {
  const { dataset = "digits", data } = given;
  const sizes = dataDefaults(given);
  const isGenerated = data === undefined && dataset === "digits";
  const sizeOf = (name: "trainSize" | "validationSize"): number => {
    const size: unknown = given[name];
    return typeof size === "number" ? size : sizes[name]!;
  };
  return {
    ...sizes,
    ...textDefaults(given),
    ...(isGenerated
      ? { transferSize: Math.max(1, Math.min(1000, sizeOf("trainSize") - sizeOf("validationSize"))) }
      : {}),
    seeds: [1, 2, 3],
    ...(data?.task === "numbers" ? {} : { temperature: isGenerated || data !== undefined ? 4 : 20 }),
    ...defaultNets(given),
  };
}

/**
 * Resolves the full specification: the parts merged over the defaults, later parts over earlier ones.
 *
 * @throws SpecError for the first field that is wrong
 */
export function resolveDistillSpec(...parts: readonly SpecParts[]): DistillSpec {
  return resolveParts(createDistillSchema(), parts, distillDefaults);
}

/**
 * Returns what a distillation says of its transfer set, for `transferSetOf`.
 *
 * @see {@link transferSetOf}
 */
export function transferSpecOf(spec: DistillSpec): TransferSetSpec {
  assertFields("transferSpecOf", spec, {}, { argument: "spec" });
  const { omit, only, transferSize } = spec;
  return { omit, only, ...(transferSize === undefined ? {} : { size: transferSize }) };
}
