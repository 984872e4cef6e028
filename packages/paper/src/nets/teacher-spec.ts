import { teacherKindOf } from "@dark-knowledge/teachers/node";
import { z } from "zod";
import { createNetSchema, type NetSpec } from "./net-spec.ts";
import { isSoftTargets } from "./stored-teacher.ts";

/** A teacher that is no net of TensorFlow.js, and is not trained here. */
export interface ExternalSpec {
  readonly kind: "external";
  /** `cmd: COMMAND`, an http(s) address without its query, the path of an `.onnx` file, or a directory of soft targets. */
  readonly from: string;
  /** SHA-256 of an `.onnx` file, or of soft targets. */
  readonly fingerprint?: string | undefined;
}

/** A teacher: a net, or one from elsewhere. */
export type TeacherSpec = NetSpec | ExternalSpec;

/** Makes the schema of a {@link TeacherSpec}. */
export function createTeacherSchema(): z.ZodType<TeacherSpec> {
  const from = z
    .string()
    .refine((name) => teacherKindOf(name) !== undefined || isSoftTargets(name), {
      message: 'must be "cmd: COMMAND", an http(s) address, a path that ends in .onnx or a directory of soft targets',
    })
    .overwrite(withoutQuery)
    .meta({
      description:
        '"cmd: COMMAND", an http(s) address, an .onnx file or soft targets; the query of an address is not kept',
    });
  const external = z.strictObject({
    kind: z.literal("external" as string),
    from,
    fingerprint: z.string().optional().meta({ description: "SHA-256 of its file or soft targets; others are refused" }),
  });
  return createNetSchema({}, [external]) as unknown as z.ZodType<TeacherSpec>;
}

/** A query may hold a secret, which belongs into no specification. */
function withoutQuery(name: string): string {
  return teacherKindOf(name) === "service" ? name.replace(/[?#].*$/s, "") : name;
}

/** Whether a teacher is asked, instead of being trained or loaded. */
export function isExternal(spec: TeacherSpec): spec is ExternalSpec {
  return spec.kind === "external";
}
