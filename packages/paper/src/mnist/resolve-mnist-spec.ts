import { z } from "zod";
import type { SpecParts } from "../experiment.ts";
import { createNetSchema } from "../nets/net-spec.ts";
import { createSeedsSchema } from "../spec/internal/seeds-schema.ts";
import { resolveParts } from "../spec/resolve-parts.ts";
import { MNIST_TABLES, type MnistTable } from "./internal/mnist-table-names.ts";
import { mnistDefaults } from "./mnist-defaults.ts";
import type { MnistSpec } from "./mnist-spec.ts";
import { createStudentSchema, type MnistStudentSpec } from "./mnist-student-spec.ts";

/**
 * Resolves the full specification: the parts merged over the defaults of MNIST or generated digits, later parts over
 * earlier ones. With `tables`, only the students of these tables are kept, and those on labels that they are compared
 * with.
 *
 * @throws SpecError for the first field that is wrong
 */
export function resolveMnistSpec(...parts: readonly SpecParts[]): MnistSpec {
  const { tables, ...spec } = resolveParts(createMnistSchema(), parts, mnistDefaults);
  if (tables === undefined) return spec;
  const baseline = baselineOf(spec);
  const students = spec.students.filter((student) => tables.includes(student.table) || student === baseline);
  return { ...spec, students };
}

/** Finds the student on all labels alone, with which those that have a teacher are compared. */
export function baselineOf({ students }: Pick<MnistSpec, "students">): MnistStudentSpec | undefined {
  return students.find(
    ({ teacher, smoothing, entropyWeight, share }) =>
      teacher === "labels" && smoothing === 0 && entropyWeight === 0 && share === 1,
  );
}

function isSmoothedAndPenalised({ smoothing, entropyWeight }: MnistStudentSpec): boolean {
  return smoothing > 0 && entropyWeight > 0;
}

function isShuffledAndMoved({ teacher, jitter }: MnistStudentSpec): boolean {
  return teacher === "shuffled" && jitter > 0;
}

/** Makes the schema of a specification; `z.toJSONSchema` publishes it. */
export function createMnistSchema(): z.ZodType<MnistSpec & { readonly tables?: MnistTable[] | undefined }> {
  const count = z.int().min(1).max(10_000_000);
  const seeds = createSeedsSchema();
  const net = createNetSchema();
  const student = createStudentSchema();
  return z
    .strictObject({
      dataset: z.enum(["mnist", "digits"]).meta({ description: "mnist, or digits (generated)" }),
      trainSize: count.optional().meta({ description: "training examples of generated digits" }),
      testSize: count.optional().meta({ description: "test examples of generated digits" }),
      holdOut: z.int().min(0).meta({
        description: "training examples that replace the test set, for choices; 0 for none",
      }),
      teacherSeeds: seeds.meta({ description: "one teacher per seed; students use them in turn" }),
      studentSeeds: seeds.meta({ description: "one student of each kind per seed" }),
      teacher: net.meta({ description: "the teachers" }),
      members: z.int().min(2).meta({ description: "members of the teaching ensembles" }),
      member: net.meta({ description: "the members" }),
      tables: z.array(z.enum(MNIST_TABLES)).min(1).optional().meta({ description: "only these tables" }),
      students: z
        .array(student)
        .min(1)
        .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "must have different names")
        .refine(
          (all) => !all.some(isShuffledAndMoved),
          "must have no jitter with a shuffled teacher, which answers images as they are",
        )
        .refine(
          (all) => !all.some(isSmoothedAndPenalised),
          "must have either smoothed labels or a confidence penalty, not both",
        ),
    })
    .refine(({ dataset, trainSize, testSize }) => dataset !== "digits" || (trainSize && testSize), {
      path: ["trainSize"],
      message: "must be given with testSize for generated digits",
    });
}
