import { isFileDatasetPath, isTablePath } from "@dark-knowledge/datasets/node";
import { z } from "zod";

/** The kinds of targets of a table. */
const TASKS = ["classes", "several-classes", "numbers"] as const;
type OwnTask = (typeof TASKS)[number];

/** The user's own data: a table and the roles of its columns, or a directory of images. Everything that determines which examples a run sees. */
export interface OwnDataSpec {
  readonly path: string;
  readonly test?: string | undefined;
  readonly label?: string | string[] | undefined;
  readonly task?: OwnTask | undefined;
  readonly variances?: boolean | undefined;
  readonly group?: string | undefined;
  readonly weight?: string | undefined;
  readonly ignore?: string[] | undefined;
  readonly text?: string | undefined;
  readonly textFeatures?: number | undefined;
  readonly textAs?: "counts" | "words" | undefined;
  readonly imageSize?: number | undefined;
  readonly storage?: "memory" | "files" | undefined;
  readonly fingerprint?: string | undefined;
}

/** Makes the schema of an {@link OwnDataSpec}. */
export function createOwnDataSchema(): z.ZodType<OwnDataSpec> {
  const text = z.string().min(1);
  const fields = z.strictObject({
    path: text.meta({
      description:
        "a table of your own (.csv, .tsv, .jsonl, .parquet, .arrow; also .gz), or a directory of images or recordings (.wav) in class-named folders",
    }),
    test: text.optional().meta({
      description: "a separate file or directory with the test set (default: a fifth of the data is split off)",
    }),
    label: z
      .preprocess((given) => (typeof given === "string" ? [given] : given), z.array(text).min(1))
      .optional()
      .meta({
        description: "the column of a table that holds the classes or numbers, or several, separated by commas",
      }),
    task: z.enum(TASKS).optional().meta({
      description:
        "classes (one for each row), several-classes (a column of lists like a;b, or columns of 0 and 1) or numbers (default: classes, if the label looks like them)",
    }),
    variances: z.boolean().optional().meta({
      description: "whether nets of numbers say how sure they are: a variance for each number (default: no)",
    }),
    group: text.optional().meta({ description: "the column whose equal cells stay in the same part of the split" }),
    weight: text.optional().meta({
      description: "the column with the weights of the examples in training; a test set needs none",
    }),
    ignore: z.array(text).optional().meta({ description: "columns that are not inputs" }),
    text: text.optional().meta({
      description:
        "the column of a table whose texts are the only input, as counts of words and of n-grams (word by word for gru and lstm)",
    }),
    textFeatures: z
      .int()
      .min(16)
      .max(2 ** 20)
      .optional()
      .meta({
        description: `numbers that the words and n-grams of texts are hashed to, or the most words that are known (default: ${TEXT_FEATURES})`,
      }),
    textAs: z
      .enum(["counts", "words"])
      .optional()
      .meta({ description: "how texts are read: counts, or words one after the other for recurrent nets" }),
    imageSize: z
      .int()
      .min(4)
      .max(1024)
      .optional()
      .meta({ description: "height and width of the resized images (default: 32)" }),
    storage: z.enum(["memory", "files"]).optional().meta({
      description:
        "where the rows of a table are while nets are trained: in memory, or in its file, read by row group (.parquet, .arrow; default: files, if it has more than 256 MiB)",
    }),
    fingerprint: z.string().optional().meta({ description: "SHA-256 of the files; any others are refused" }),
  });
  return checkFields(fields);
}

/** Adds to the fields what they must agree on. */
function checkFields(schema: z.ZodType<OwnDataSpec>): z.ZodType<OwnDataSpec> {
  return schema
    .refine(({ path, label }) => !isTablePath(path) || label !== undefined, {
      path: ["label"],
      message: "must name the column of the classes or numbers",
    })
    .refine(({ path, test }) => test === undefined || isTablePath(path) === isTablePath(test), {
      path: ["test"],
      message: "must be a table if the data is one, and a directory otherwise",
    })
    .refine(({ path, imageSize }) => !isTablePath(path) || imageSize === undefined, {
      path: ["imageSize"],
      message: "must be left out for a table",
    })
    .refine(({ task, variances }) => task === "numbers" || variances !== true, {
      path: ["variances"],
      message: 'must be left out unless the task is "numbers"',
    })
    .refine(({ path, text, storage }) => storage !== "files" || (isFileDatasetPath(path) && text === undefined), {
      path: ["storage"],
      message: "must be memory unless the data is numbers and categories in a .parquet, .arrow or .feather file",
    })
    .superRefine(({ path, ...fields }, context) => {
      const refuse = (unfit: readonly (keyof typeof fields)[], where: string) => {
        const given = unfit.find((field) => fields[field] !== undefined);
        if (given !== undefined)
          context.addIssue({ code: "custom", path: [given], message: `must be left out ${where}` });
      };
      if (fields.text === undefined) refuse(["textFeatures", "textAs"], "without text");
      if (!isTablePath(path)) refuse(COLUMN_FIELDS, "for a directory");
    });
}

/** The default of `textFeatures`. */
export const TEXT_FEATURES = 8192;

/** The fields that name columns of a table. */
const COLUMN_FIELDS = ["label", "task", "group", "weight", "ignore", "text", "storage"] as const;
