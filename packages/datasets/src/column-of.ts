import { assertOptions, formatValue } from "@dark-knowledge/core";
import type { ColumnParts } from "./column.ts";
import { encodeRaws } from "./internal/encode-raws.ts";
import { fail } from "./internal/fail.ts";
import { kindOf } from "./internal/source-kinds.ts";
import type { Source, SourceKind } from "./source.ts";

/** Options of {@link columnOf}. */
export interface ColumnOfOptions {
  /** Kinds of sources from outside this package. */
  readonly kinds?: readonly SourceKind[];
}

/**
 * Makes a column from raw examples: texts, pictures, table rows. The column records how, so that a student trained on
 * it accepts raw examples through {@link prepareInputs}.
 *
 * @param raws the examples in the order of their ids; iterated once
 * @param source from {@link words}, {@link hashedText}, {@link category}, {@link image} or {@link tableRow}
 * @returns a column for `createDataset`, with its own storage
 * @throws ArgumentError when the source is of an unknown kind or a newer version
 * @throws Error that names the first example that the source does not accept
 *
 * @example
 * ```ts
 * import { columnOf, createDataset, words } from "@dark-knowledge/datasets";
 *
 * const texts = ["good", "not so good", "bad"];
 * const dataset = createDataset({
 *   columns: { text: columnOf(texts, words()) },
 *   targets: { kind: "classes", labels: Int32Array.of(1, 0, 0), classNames: ["no", "yes"] },
 * });
 * dataset.columns.text.names; // => ["good", "not", "so", "bad"]
 * ```
 */
export function columnOf(raws: Iterable<unknown>, source: Source, options: ColumnOfOptions = {}): ColumnParts {
  assertOptions<ColumnOfOptions>("columnOf", options, { kinds: true });
  if (typeof raws === "string" || typeof Object(raws)[Symbol.iterator] !== "function") {
    fail("columnOf", "dtype", "raws", "must be a list of raw examples", formatValue(raws));
  }
  const kind = kindOf("columnOf", "source", source, options.kinds);
  const codes = new Map<string, number>();
  const numberOf = (text: string) => {
    const code = codes.get(text) ?? codes.size;
    codes.set(text, code);
    return code;
  };
  const encoded = encodeRaws("columnOf", raws, source, kind, { numberOf });
  return {
    ...encoded,
    ...(kind.hasNames ? { names: [...codes.keys()] } : {}),
    source,
    transforms: kind.transforms?.(source) ?? [],
  };
}
