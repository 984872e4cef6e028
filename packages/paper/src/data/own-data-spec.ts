import { isTablePath } from "@dark-knowledge/datasets/node";
import { z } from "zod";

/** Data of one's own: a table, and what its columns are. Everything that decides which examples a run sees. */
export interface OwnDataSpec {
  readonly path: string;
  readonly test?: string | undefined;
  readonly label?: string | undefined;
  readonly group?: string | undefined;
  readonly ignore?: string[] | undefined;
  readonly fingerprint?: string | undefined;
}

/** The schema of an {@link OwnDataSpec}. */
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
        .meta({ description: "the test set, in a file of its own; without it a fifth of the data is split off" }),
      label: text.optional().meta({ description: "the column that holds the classes" }),
      group: text.optional().meta({ description: "the column whose equal cells are kept in one part of the split" }),
      ignore: z.array(text).optional().meta({ description: "columns that are no inputs" }),
      fingerprint: z.string().optional().meta({ description: "SHA-256 of the files; others are then refused" }),
    })
    .refine(({ label }) => label !== undefined, { path: ["label"], message: "must name the column of the classes" });
}
