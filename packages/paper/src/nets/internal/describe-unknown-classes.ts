import { formatValue } from "@dark-knowledge/core";

/**
 * Says in a line which classes of a dataset a teacher does not name, so that it holds them for impossible, and which it names instead: a
 * misspelled name is both. Undefined where it names all.
 */
export function describeUnknownClasses(
  teacherNames: readonly string[],
  classNames: readonly string[],
): string | undefined {
  const lacking = classNames.filter((name) => !teacherNames.includes(name));
  if (lacking.length === 0) return undefined;
  const others = teacherNames.filter((name) => !classNames.includes(name));
  const instead = others.length === 0 ? "" : `; of those that it names, the data lacks ${list(others)}`;
  return `it does not name ${list(lacking)}, and so holds ${lacking.length === 1 ? "this class" : "these classes"} for impossible${instead}`;
}

const MOST = 5;

function list(names: readonly string[]): string {
  const more = names.length - MOST;
  return `${names.slice(0, MOST).map(formatValue).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
