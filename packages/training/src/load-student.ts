import { assertAddress, assertOptions, ownLayers } from "@dark-knowledge/core";
import type { PrepareInputsOptions } from "@dark-knowledge/datasets";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import type { Student } from "./create-student.ts";
import { checkedStudent } from "./internal/checked-student.ts";
import { fetchPart } from "./internal/fetch-part.ts";
import { parseStudent, STUDENT_FILE } from "./internal/parse-student.ts";

/**
 * Fetches a student from a web server that serves a directory of `saveStudent`: a model that accepts raw examples and
 * returns named answers. It does not need Node; choose a tfjs backend first.
 *
 * Up to 8 examples at a time, and any number with `nativeLayers()` or on plain WebAssembly (`isPlainWasm()`, both of `@dark-knowledge/backend`) or `cpu`, are answered by a plan of `@dark-knowledge/runtime` if it knows all layers, because
 * that is several times faster; answers differ in the last digits. Since whoever has the model may train it, reading the student's `model` ends that.
 *
 * @param url the URL of the directory, with or without a trailing slash
 * @param options kinds of sources from outside `@dark-knowledge/datasets`, as for {@link createStudent}
 * @returns a student; the caller disposes of it
 * @throws Error that names the file that cannot be fetched, is damaged, or belongs to another model
 * @see `loadStudent` of `@dark-knowledge/training/node` for a directory of this machine
 *
 * @example
 * ```ts no-run
 * import "@tensorflow/tfjs-backend-cpu";
 * import { loadStudent } from "@dark-knowledge/training";
 *
 * const student = await loadStudent("/models/letters");
 * const [{ label, prob }] = await student.predict([{ width: 5, height: 8 }]);
 * ```
 */
export async function loadStudent(url: string, options: PrepareInputsOptions = {}): Promise<Student> {
  assertOptions<PrepareInputsOptions>("loadStudent", options, { kinds: true });
  assertAddress("loadStudent", "url", url);
  const base = url.replace(/\/*$/, "/");
  const where = `${base}${STUDENT_FILE}`;
  const description = parseStudent("loadStudent", where, await (await fetchPart("loadStudent", where)).text());
  const model = ownLayers(await loadLayersModel(`${base}model.json`));
  return checkedStudent("loadStudent", where, model, description, options);
}
