import { assertOneOf, assertOptions, formatValue } from "@dark-knowledge/core";
import { checkTexts } from "./internal/check-texts.ts";
import { fail } from "./internal/fail.ts";
import type { Source, SourceKind } from "./source.ts";

/** One field of a row: a number, or a text with few values. */
export type TableFeature =
  | { readonly name: string; readonly type: "number" }
  | {
      readonly name: string;
      readonly type: "category";
      /** The known values, in the order of their numbers. */
      readonly values: readonly string[];
    };

/** See {@link tableRow}. */
export interface TableRowSource extends Source {
  readonly kind: "table-row";
  readonly version: 1;
  readonly features: readonly TableFeature[];
}

/** The values of a field: `null`, `undefined` and `""` mean missing. */
export type RowCell = number | string | boolean | null | undefined;

/**
 * A source of table rows, `{ age: 39, job: "baker" }`, as one example of numbers: a number is stored unchanged, a
 * category as its number in `values` (−1 for an unknown one), and a missing field as NaN. Add {@link encodeTable} to
 * the column, which makes vectors for a model from them.
 *
 * @throws ArgumentError when there are no features, or two share a name
 *
 * @example
 * ```ts
 * import { columnOf, tableRow } from "@dark-knowledge/datasets";
 *
 * const source = tableRow([
 *   { name: "age", type: "number" },
 *   { name: "job", type: "category", values: ["baker", "smith"] },
 * ]);
 * const { values } = columnOf([{ age: 39, job: "smith" }, { age: 20, job: "poet" }], source);
 * Array.from(values); // => [39, 1, 20, -1]
 * ```
 */
export function tableRow(features: readonly TableFeature[]): TableRowSource {
  if (!Array.isArray(features) || features.length === 0) {
    fail("tableRow", "shape", "features", "must be a list of at least one feature", formatValue(features));
  }
  const names = new Set<string>();
  const own = features.map((given, index): TableFeature => {
    const path = `features[${index}]`;
    assertOptions(`tableRow: ${path}`, given as unknown, { name: true, type: true, values: true });
    const feature = given as TableFeature;
    assertOneOf("tableRow", `${path}.type`, feature.type, ["number", "category"]);
    const { name } = feature;
    if (typeof name !== "string" || names.has(name)) {
      fail("tableRow", "range", `${path}.name`, "must be a text that no other has", formatValue(name));
    }
    names.add(name);
    if (feature.type === "number") return { name, type: "number" };
    return { name, type: "category", values: checkTexts("tableRow", `${path}.values`, feature.values) };
  });
  return { kind: "table-row", version: 1, features: own };
}

/** The {@link SourceKind} of {@link tableRow}. */
export const TABLE_ROW: SourceKind<TableRowSource, Readonly<Record<string, RowCell>>> = {
  kind: "table-row",
  version: 1,
  type: "float32",
  isSequence: false,
  shape: ({ features }) => [features.length],
  encode(raw, { features }) {
    if (typeof raw !== "object" || raw === null) throw new Error("must be a row: an object of fields");
    return features.map((feature) => {
      const cell = Object.hasOwn(raw, feature.name) ? raw[feature.name] : undefined;
      if (cell === undefined || cell === null || cell === "") return Number.NaN;
      return feature.type === "category" ? feature.values.indexOf(String(cell)) : numberOf(feature.name, cell);
    });
  },
};

function numberOf(name: string, cell: NonNullable<RowCell>): number {
  const number = typeof cell === "string" && cell.trim() === "" ? Number.NaN : Number(cell);
  if (Number.isFinite(Math.fround(number))) return number;
  throw new Error(`must have a number for ${JSON.stringify(name)}, not ${formatValue(cell)}`);
}
