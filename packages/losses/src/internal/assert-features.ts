import { ArgumentError, assertShape, formatShape } from "@dark-knowledge/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { assertTensor } from "./assert-logits.ts";

/** Throws unless `value` is a float32 tensor of a rank that `shape` describes, with at least `rows` examples. */
export function assertFeatures(
  functionName: string,
  argument: string,
  value: unknown,
  { rank, exactly = false, shape, rows = 0 }: FeatureBounds,
): asserts value is Tensor {
  assertTensor(functionName, argument, value, "float32");
  const fits = exactly ? value.shape.length === rank : value.shape.length >= rank;
  if (fits && value.shape[0]! >= rows) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must have shape ${shape}${rows > 0 ? ` with at least ${rows} examples` : ""}`,
    received: formatShape(value.shape),
    code: "shape",
  });
}

/** Options of {@link assertFeatures}. */
interface FeatureBounds {
  /** The least rank, or with `exactly` the only one. */
  readonly rank: number;
  readonly exactly?: boolean;
  /** How the message writes the shape. */
  readonly shape: string;
  readonly rows?: number;
}

/** Throws unless the teacher's features are as many axes as the student's, and agree but for the last `free` of them. */
export function assertLikeStudentFeatures(
  functionName: string,
  teacherFeatures: unknown,
  studentFeatures: Tensor,
  free: number,
): asserts teacherFeatures is Tensor {
  assertTensor(functionName, "teacherFeatures", teacherFeatures, "float32");
  const bound = studentFeatures.shape.length - free;
  const isSameRank = teacherFeatures.shape.length === studentFeatures.shape.length;
  const last = (isSameRank ? teacherFeatures : studentFeatures).shape.slice(bound);
  const expected = [...studentFeatures.shape.slice(0, bound), ...last];
  assertShape(functionName, "teacherFeatures", teacherFeatures.shape, expected, "studentFeatures");
}

/** Throws unless both have as many examples. */
export function assertSameBatch(functionName: string, teacherFeatures: Tensor, studentFeatures: Tensor): void {
  const expected = [studentFeatures.shape[0]!, ...teacherFeatures.shape.slice(1)];
  assertShape(functionName, "teacherFeatures", teacherFeatures.shape, expected, "the examples of studentFeatures");
}

/** Throws unless both are `[batch, features]` of the same batch with at least `rows` examples. */
export function assertEmbeddings(functionName: string, student: unknown, teacher: unknown, rows: number): void {
  const bounds = { rank: 2, exactly: true, shape: "[batch, features]", rows };
  assertFeatures(functionName, "studentFeatures", student, bounds);
  assertFeatures(functionName, "teacherFeatures", teacher, bounds);
  assertSameBatch(functionName, teacher, student);
}
