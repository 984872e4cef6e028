import { assertFields } from "@dark-knowledge/core";
import type { NetRecord } from "./net-record.ts";

/**
 * The symbols and colours of a page. Each means one kind of net throughout: `teacher` (also members and generalists),
 * `baseline` (students on labels alone), `student` (on soft targets), `uncorrected` (such a student before its biases
 * are changed, where both are shown), `combination` (specialists, and answers of several nets together), `other`.
 */
export type Mark = "teacher" | "baseline" | "student" | "uncorrected" | "combination" | "other";

const MARKS: Readonly<Record<string, Mark>> = {
  teacher: "teacher",
  member: "teacher",
  generalist: "teacher",
  specialist: "combination",
  combination: "combination",
};

/**
 * Returns the symbol and colour of a net: by its role and, for a student, by whether it learned from soft targets. A
 * baseline that is not a student keeps the mark of its role.
 *
 * @throws ArgumentError when a part of `net` has the wrong type
 *
 * @example
 * ```ts
 * import { markOf } from "@dark-knowledge/report";
 *
 * markOf({ role: "member" }); // => "teacher"
 * markOf({ role: "student" }); // => "baseline"
 * markOf({ role: "student", temperature: 4 }); // => "student"
 * markOf({ role: "rival" }); // => "other"
 * ```
 */
export function markOf(net: Pick<NetRecord, "role" | "temperature" | "baseline">): Mark {
  const fields = { role: "text", temperature: "number?", baseline: "flag?" } as const;
  assertFields("markOf", net, fields, { argument: "net", prefix: "net." });
  const { role, temperature, baseline } = net;
  if (role !== "student") return Object.hasOwn(MARKS, role) ? MARKS[role]! : "other";
  return baseline || temperature === undefined ? "baseline" : "student";
}
