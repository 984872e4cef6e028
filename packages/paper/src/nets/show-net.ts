import { assertNetSpec } from "./internal/assert-net-spec.ts";
import { isRecurrent } from "./net-spec.ts";
import type { TeacherSpec } from "./teacher-spec.ts";

/**
 * Formats a net as it would be typed: the words from which `parseNet` makes its kind and sizes.
 *
 * @throws ArgumentError when the argument describes no net
 *
 * @example
 * ```ts
 * import { distill, parseNet, showNet } from "@dark-knowledge/paper";
 *
 * const { student } = distill.resolve({ student: parseNet("800,800") });
 * showNet(student); // => "mlp:800,800"
 * ```
 */
export function showNet(spec: TeacherSpec): string {
  assertNetSpec("showNet", spec);
  if (spec.kind === "file") return spec.path;
  if (spec.kind === "external") return spec.from;
  if (spec.kind === "mlp") return `mlp:${spec.hidden.join(",")}`;
  const sizes = isRecurrent(spec) ? spec.recurrent : spec.kind === "cnn" ? spec.filters : [spec.units];
  const first = `${spec.kind}:${sizes.join(",")}`;
  return spec.hidden.length > 0 ? `${first}:${spec.hidden.join(",")}` : first;
}
