import type { SchemaTree } from "hyparquet";

/** How deep the values of a column are nested, and what they are. */
export interface ColumnLevels {
  /** Whether each row has one value or none. */
  readonly isFlat: boolean;
  readonly maxDefinition: number;
  readonly maxRepetition: number;
  /** The physical type by Parquet's name. */
  readonly type: string | undefined;
}

/** No table has lists in as many lists. */
const DEEPEST = 20;
/** Their counts lie inside their values. */
const UNREAD = ["VARIANT", "GEOMETRY", "GEOGRAPHY", "FILE"];

/**
 * Finds how deep a column of a schema is nested.
 *
 * @throws Error for a column that the schema does not have, that is nested too deeply, or of a kind that is not read
 */
export function columnLevels(schema: SchemaTree, path: readonly string[]): ColumnLevels {
  if (path.length > DEEPEST) throw new RangeError(`a column that is nested more than ${DEEPEST} deep`);
  let [node, maxDefinition, maxRepetition]: [SchemaTree, number, number] = [schema, 0, 0];
  for (const name of path) {
    const child = node.children.find(({ element }) => element.name === name);
    if (child === undefined) throw new Error(`no column ${path.join(".")} in its schema`);
    node = child;
    const { repetition_type, logical_type } = node.element;
    if (repetition_type !== "REQUIRED") maxDefinition++;
    if (repetition_type === "REPEATED") maxRepetition++;
    if (UNREAD.includes(logical_type?.type ?? ""))
      throw new Error(`a column of ${logical_type!.type}, which is not read`);
  }
  const isFlat = path.length === 1 && maxRepetition === 0 && node.children.length === 0;
  return { isFlat, maxDefinition, maxRepetition, type: node.element.type };
}
