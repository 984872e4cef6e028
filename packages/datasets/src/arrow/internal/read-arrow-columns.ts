import { formatValue, oneLine } from "@dark-knowledge/core";
import type { Vector } from "apache-arrow";
import type { FileLimits } from "../../internal/file-limits.ts";
import { checkValues } from "./check-values.ts";
import { type Naming, openArrowTable, parseArrow as parse } from "./open-arrow-table.ts";

/** Columns of cells. */
interface ArrowColumns {
  readonly names: readonly string[];
  readonly columns: readonly ArrayLike<unknown>[];
  readonly rows: number;
}

/** How {@link readArrowColumns} reads. */
interface ReadOptions {
  /** Default: all columns. */
  readonly columns?: readonly string[] | undefined;
  /** Whether columns of numbers may be parts of `bytes`. */
  readonly inPlace?: boolean;
}

/** Reads columns from the bytes of an Arrow IPC file or stream. */
export async function readArrowColumns(
  naming: Naming,
  bytes: Uint8Array,
  { columns: wanted, inPlace = false }: ReadOptions,
): Promise<ArrowColumns> {
  const { functionName, source } = naming;
  const { table, limits } = await openArrowTable(naming, bytes);
  const present = table.schema.fields.map(({ name }) => name);
  const names = [...(wanted ?? present)];
  const columns = names.map((name) => {
    const place = present.indexOf(name);
    if (place >= 0) {
      const vector = table.getChildAt(place)!;
      return parse(
        naming,
        () => (inPlace ? plainNumbers(vector, limits) : undefined) ?? cellsOf(naming, name, vector, limits),
      );
    }
    throw new Error(
      `${functionName}: ${source} has no column ${formatValue(name)}; it has ${oneLine(present.join(", "), 200)}`,
    );
  });
  return { names, columns, rows: table.numRows };
}

function cellsOf({ functionName, source }: Naming, name: string, vector: Vector, limits: FileLimits) {
  if (checkValues(vector, limits)) {
    throw new Error(
      `${functionName}: ${source} has structures in the column ${formatValue(name)}; choose others by columns`,
    );
  }
  return Array.from({ length: vector.length }, (_, row) => plain(vector.get(row), limits));
}

const [INT, FLOAT] = [2, 3];

/** The numbers of a column where they lie, if none is missing and they are what its cells are. */
function plainNumbers(vector: Vector, limits: FileLimits): ArrayLike<unknown> | undefined {
  const { data, type } = vector;
  const isNumbers = (type.typeId === INT && type.bitWidth <= 32) || (type.typeId === FLOAT && type.precision > 0);
  if (!isNumbers || data.length !== 1) return undefined;
  checkValues(vector, limits);
  return vector.nullCount > 0 ? undefined : data[0]!.values.subarray(0, vector.length);
}

/** Converts a cell to its JSON form: lists are separate vectors. An entry of a dictionary may be the cell of many rows. */
function plain(cell: unknown, limits: FileLimits): unknown {
  const isList = ArrayBuffer.isView(cell) || (typeof cell === "object" && cell !== null && "toArray" in cell);
  if (!isList) return cell;
  const { length } = cell as unknown as ArrayLike<unknown>;
  limits.take("cells", length);
  return Array.from(cell as unknown as Iterable<unknown>, (part) => plain(part, limits));
}
