import { assertFields } from "@dark-knowledge/core";
import type { StudentDescription } from "../student-description.ts";

/** Throws an ArgumentError unless a description has what answers are made with. */
export function assertDescription(functionName: string, description: StudentDescription): void {
  const fields = { classNames: "texts", inputs: "object", task: "text" } as const;
  assertFields(functionName, description, fields, { argument: "description", prefix: "description." });
}
