import { join } from "node:path";
import { assertOptions } from "@dark-knowledge/core";
import { readRegularFile } from "@dark-knowledge/core/node";
import type { PrepareInputsOptions } from "@dark-knowledge/datasets";
import type { Student } from "../create-student.ts";
import { checkedStudent } from "../internal/checked-student.ts";
import { parseStudent, STUDENT_FILE } from "../internal/parse-student.ts";
import { loadModel } from "./load-model.ts";

/** Two million words of a vocabulary. */
const MOST_BYTES = 2 ** 26;

/**
 * Reads a student that {@link saveStudent} wrote to a directory: a model that accepts raw examples and returns named
 * answers. Up to 8 examples at a time, and any number on `wasm-blas` with oneDNN, on `wasm` with one thread and on `cpu`, are answered by a plan, as with `loadStudent` of `@dark-knowledge/training`.
 *
 * @param options kinds of sources from outside `@dark-knowledge/datasets`, as for `createStudent`
 * @returns a student; the caller disposes of it
 * @throws Error that names the file when one is missing or damaged, or `student.json` belongs to another model
 * @see {@link saveStudent}; `loadStudent` of `@dark-knowledge/training` for browsers
 */
export async function loadStudent(directory: string, options: PrepareInputsOptions = {}): Promise<Student> {
  assertOptions<PrepareInputsOptions>("loadStudent", options, { kinds: true });
  const path = join(directory, STUDENT_FILE);
  const description = parseStudent("loadStudent", path, await readText(path));
  return checkedStudent("loadStudent", path, await loadModel(directory), description, options);
}

async function readText(path: string): Promise<string> {
  try {
    return new TextDecoder().decode(await readRegularFile(path, MOST_BYTES));
  } catch (error) {
    throw new Error(`loadStudent: cannot read ${path} (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}
