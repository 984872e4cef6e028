import type { Targets } from "@dark-knowledge/datasets";
import type { StudentDescription } from "../student-description.ts";

/** The part of a student's description that says what it answers. */
export type Answers = Pick<StudentDescription, "classNames"> & Partial<Pick<StudentDescription, "task" | "outputs">>;

/** The targets of so many examples of which nothing is known, of the kind of a student's answers. */
export function unknownTargets({ task = "classes", classNames, outputs }: Answers, count: number): Targets {
  if (task === "numbers") {
    const length = count * outputs!.names.length;
    return { kind: "numbers", ...outputs!, values: new Float32Array(length), known: new Uint8Array(length) };
  }
  if (task === "classes") return { kind: "classes", labels: new Int32Array(count).fill(-1), classNames };
  return { kind: "several-classes", labels: new Int8Array(count * classNames.length).fill(-1), classNames };
}
