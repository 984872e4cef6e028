import { ArgumentError, assertFields, formatValue } from "@dark-knowledge/core";
import { listNames } from "./internal/list-names.ts";

/**
 * Where each class of a dataset stands in a teacher's answers, found by name.
 *
 * A teacher may know other classes too, lack some, or have them in another order. Classes that it knows beyond those of the dataset are left
 * out; a class that it lacks is one that it holds for impossible.
 *
 * @param teacherNames the teacher's classes, in the order of its answers
 * @param classNames the classes of the dataset
 * @returns for each class of the dataset the teacher's column, −1 where it has none
 * @throws ArgumentError when a name is there twice, or there is no common one
 *
 * @example
 * ```ts
 * import { mapClasses } from "@dark-knowledge/teachers";
 *
 * Array.from(mapClasses(["dog", "fox", "cat"], ["cat", "dog", "owl"])); // => [2, 0, -1]
 * ```
 */
export function mapClasses(teacherNames: readonly string[], classNames: readonly string[]): Int32Array {
  const columns = positionsOf("teacherNames", teacherNames);
  positionsOf("classNames", classNames);
  const mapping = Int32Array.from(classNames, (name) => columns.get(name) ?? -1);
  if (mapping.every((column) => column < 0)) {
    fail(
      "teacherNames",
      `must have a name of the dataset's classes (${listNames(classNames)})`,
      listNames(teacherNames),
      "state",
    );
  }
  return mapping;
}

function positionsOf(argument: string, names: readonly string[]): ReadonlyMap<string, number> {
  assertFields("mapClasses", { [argument]: names }, { [argument]: "texts" });
  const positions = new Map<string, number>();
  names.forEach((name, index) => {
    if (positions.has(name)) fail(argument, "must be different names", `${formatValue(name)} twice`, "range");
    positions.set(name, index);
  });
  return positions;
}

function fail(argument: string, expected: string, received: string, code: "state" | "range"): never {
  throw new ArgumentError({ functionName: "mapClasses", argument, expected, received, code });
}
