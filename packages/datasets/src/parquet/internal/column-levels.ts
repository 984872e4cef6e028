import type { SchemaElement, SchemaTree } from "hyparquet";

/** How deep the values of a column are nested, and what they are. */
export interface ColumnLevels {
  /** Whether each row has one value or none. */
  readonly isFlat: boolean;
  /** Whether each row has a list of values, as the format recommends to store lists. */
  readonly isList: boolean;
  readonly maxDefinition: number;
  readonly maxRepetition: number;
  /** The physical type by Parquet's name. */
  readonly type: string | undefined;
  /** Whether the values that are stored are the cells, and not days or decimals, for example. */
  readonly isAsStored: boolean;
}

/** No table has lists in as many lists. */
const DEEPEST = 20;
/** Their counts lie inside their values. */
const AS_STORED = ["INT_8", "INT_16", "INT_32", "INT_64", "UINT_8", "UINT_16"];
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
  const { type } = node.element;
  const outer = schema.children.find(({ element }) => element.name === path[0]);
  const isList = path.length === 3 && maxRepetition === 1 && isListType(outer?.element);
  return { isFlat, isList, maxDefinition, maxRepetition, type, isAsStored: isAsStored(node.element) };
}

function isListType(outer: SchemaElement | undefined): boolean {
  return outer?.converted_type === "LIST" || outer?.logical_type?.type === "LIST";
}

function isAsStored({ converted_type = "INT_32", logical_type }: SchemaElement): boolean {
  const isInteger = logical_type?.type === "INTEGER" && (logical_type.isSigned || logical_type.bitWidth < 32);
  return AS_STORED.includes(converted_type) && (logical_type === undefined || isInteger);
}
