import type { TeacherSpec } from "@dark-knowledge/paper";

/** Formats a value of a specification as it would be typed as an option. */
export function showWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(showWords).join(",");
  return typeof value === "object" && value !== null ? showNet(value as TeacherSpec) : String(value);
}

function showNet(net: TeacherSpec): string {
  if (net.kind === "file") return net.path;
  if (net.kind === "external") return net.from;
  if (net.kind === "mlp") return `mlp:${net.hidden.join(",")}`;
  const first = net.kind === "cnn" ? `cnn:${net.filters.join(",")}` : `embedding:${net.units}`;
  return net.hidden.length > 0 ? `${first}:${net.hidden.join(",")}` : first;
}
