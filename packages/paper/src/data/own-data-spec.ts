import { isTablePath } from "@dark-knowledge/datasets/node";
import { z } from "zod";

/** The user's own data: a table and the roles of its columns. Everything that determines which examples a run sees. */
export interface OwnDataSpec {
  readonly path: string;
  readonly test?: string | undefined;
  readonly label?: string | undefined;
  readonly group?: string | undefined;
  readonly ignore?: string[] | undefined;
  readonly fingerprint?: string | undefined;
}

/** Makes the schema of an {@link OwnDataSpec}. */
export function createOwnDataSchema(): z.ZodType<OwnDataSpec> {
  const text = z.string().min(1);
  return z
    .strictObject({
      path: text.refine(isTablePath, "must be a table (.csv, .tsv, .jsonl, .parquet or .arrow, also with .gz)").meta({
        description: "a table of your own (.csv, .tsv, .jsonl, .parquet, .arrow; also .gz)",
      }),
      test: text
        .refine(isTablePath, "must be a table (.csv, .tsv, .jsonl, .parquet or .arrow, also with .gz)")
        .optional()
        .meta({ description: "a separate file with the test set (default: a fifth of the data is split off)" }),
      label: text.optional().meta({ description: "the column that holds the classes" }),
      group: text.optional().meta({ description: "the column whose equal cells stay in the same part of the split" }),
      ignore: z.array(text).optional().meta({ description: "columns that are not inputs" }),
      fingerprint: z.string().optional().meta({ description: "SHA-256 of the files; any others are refused" }),
    })
    .refine(({ label }) => label !== undefined, { path: ["label"], message: "must name the column of the classes" });
}
