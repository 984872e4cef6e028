import { join } from "node:path";
import { readRegularFile } from "@dark-knowledge/core/node";
import { createStudent, type Student } from "../create-student.ts";
import { fingerprintWeights } from "../fingerprint-weights.ts";
import { parseStudent, STUDENT_FILE } from "../internal/parse-student.ts";
import { loadModel } from "./load-model.ts";

/** Two million words of a vocabulary. */
const MOST_BYTES = 2 ** 26;

/**
 * Reads a student that {@link saveStudent} wrote to a directory: a model that accepts raw examples and returns named
 * answers.
 *
 * @returns a student; the caller disposes of it
 * @throws Error that names the file when one is missing or damaged, or `student.json` belongs to another model
 * @see {@link saveStudent}; `loadStudent` of `@dark-knowledge/training` for browsers
 */
export async function loadStudent(directory: string): Promise<Student> {
  const path = join(directory, STUDENT_FILE);
  const description = parseStudent("loadStudent", path, await readText(path));
  const model = await loadModel(directory);
  try {
    const fingerprint = await fingerprintWeights(model.weights.map((weight) => weight.read()));
    if (fingerprint === description.fingerprint) return createStudent(model, description);
    throw new Error(
      `loadStudent: ${path} must describe the model next to it, with fingerprint ${fingerprint}, got ${description.fingerprint}; save the student again`,
    );
  } catch (error) {
    model.dispose();
    throw error;
  }
}

async function readText(path: string): Promise<string> {
  try {
    return new TextDecoder().decode(await readRegularFile(path, MOST_BYTES));
  } catch (error) {
    throw new Error(`loadStudent: cannot read ${path} (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}
