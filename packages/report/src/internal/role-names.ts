import type { ModelRole } from "../run-record.ts";

/** The roles in words, where a model's own label is not at hand. */
export const ROLE_NAMES: Readonly<Record<ModelRole, string>> = {
  teacher: "teacher",
  hard: "student, hard labels",
  distilled: "student, distilled",
};
