import { showNet, type TeacherSpec } from "@dark-knowledge/paper";

/** Formats a value of a specification as it would be typed as an option. */
export function showWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(showWords).join(",");
  return typeof value === "object" && value !== null ? showNet(value as TeacherSpec) : String(value);
}
