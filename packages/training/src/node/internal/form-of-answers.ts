import type { GivenAs } from "@dark-knowledge/soft-targets";
import type { Teacher, TeacherFunction } from "../../classifier.ts";

/** The form in which a teacher's answers came before they became logits; undefined as long as it is not known. */
export function formOfAnswers(teacher: Teacher, undoSoftmax: boolean): GivenAs | undefined {
  if (undoSoftmax) return { kind: "probs", temperature: 1 };
  return typeof teacher === "function" ? (teacher as TeacherFunction).givenAs : undefined;
}
