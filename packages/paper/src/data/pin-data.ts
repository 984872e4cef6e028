import { access, constants, stat } from "node:fs/promises";
import { isTablePath } from "@dark-knowledge/datasets/node";
import { SpecError } from "../spec/spec-error.ts";
import type { DataSpec } from "./data-spec.ts";
import { fingerprintFiles } from "./fingerprint-files.ts";
import { GENERATED } from "./load-dataset.ts";
import type { OwnDataSpec } from "./own-data-spec.ts";

/**
 * Adds the fingerprint of the data's files to a specification, so that results on other files are not mistaken for its
 * own.
 *
 * @throws SpecError when a fingerprint is given and the files have another, or when they cannot be read
 */
export async function pinData<Spec extends { readonly data?: OwnDataSpec | undefined }>(spec: Spec): Promise<Spec> {
  if (spec.data === undefined) return spec;
  const { path, test, fingerprint } = spec.data;
  await assertReadable("data.path", path);
  if (test !== undefined) await assertReadable("data.test", test);
  const found = await fingerprintFiles(test === undefined ? [path] : [path, test]);
  if (fingerprint === undefined || fingerprint === found)
    return { ...spec, data: { ...spec.data, fingerprint: found } };
  throw new SpecError("data.path", `must be the data of fingerprint ${fingerprint}`, `${path} of ${found}`);
}

/** Returns what determines the examples: not the location of their files. */
export function identifyData({ dataset, data, trainSize, testSize, validationSize }: DataSpec): object {
  const { path: _, test: __, ...own } = data ?? {};
  return { ...(data ? { data: own } : { dataset }), ...{ trainSize, testSize, validationSize } };
}

/** Whether the data is the files of a dataset, whose directory can be given. */
export function hasFiles({ dataset }: DataSpec): boolean {
  return dataset !== undefined && !GENERATED.includes(dataset);
}

async function assertReadable(field: string, path: string): Promise<void> {
  let isDirectory: boolean;
  try {
    await access(path, constants.R_OK);
    const found = await stat(path);
    isDirectory = found.isDirectory();
    if (!isDirectory && !found.isFile()) throw Object.assign(new Error(path), { code: "not a file" });
  } catch (error) {
    throw new SpecError(field, `must be a file that can be read (${(error as NodeJS.ErrnoException).code})`, path);
  }
  if (isDirectory !== isTablePath(path)) return;
  const expected =
    "must be a table (.csv, .tsv, .jsonl, .parquet or .arrow, also with .gz) or a directory of images or recordings";
  throw new SpecError(field, expected, path);
}
