import { ArgumentError, assertAddress, assertOptions, oneLine } from "@dark-knowledge/core";
import type { PrepareInputsOptions } from "@dark-knowledge/datasets";
import { compileModel, decodeWeights, readArtifacts, type Weight } from "@dark-knowledge/runtime";
import { fingerprintWeights } from "../fingerprint-weights.ts";
import { fetchPart } from "../internal/fetch-part.ts";
import { parseStudent, STUDENT_FILE } from "../internal/parse-student.ts";
import { hasWebCrypto } from "../internal/sha256.ts";
import { type CompiledStudent, createCompiledStudent } from "./create-compiled-student.ts";

/**
 * Fetches a student from a web server that serves a directory of `saveStudent`, and compiles it: it answers raw examples without TensorFlow.js, a few kilobytes in
 * place of a megabyte of script.
 *
 * @param url the URL of the directory, with or without a trailing slash
 * @param options kinds of sources from outside `@dark-knowledge/datasets`, as for {@link createCompiledStudent}
 * @returns a student; the caller disposes of it
 * @throws Error that names the file that cannot be fetched, is damaged, or belongs to another model
 * @throws ArgumentError that names the layers which cannot be compiled; `loadStudent` of `@dark-knowledge/training` takes every layer
 *
 * @example
 * ```ts no-run
 * import { loadCompiledStudent } from "@dark-knowledge/training/compiled";
 *
 * const student = await loadCompiledStudent("/models/letters");
 * const [{ label, prob }] = await student.predict([{ width: 5, height: 8 }]);
 * ```
 */
export async function loadCompiledStudent(url: string, options: PrepareInputsOptions = {}): Promise<CompiledStudent> {
  assertOptions<PrepareInputsOptions>(NAME, options, { kinds: true });
  assertAddress(NAME, "url", url);
  const base = url.replace(/\/*$/, "/");
  const where = `${base}${STUDENT_FILE}`;
  const description = parseStudent(NAME, where, await (await fetchPart(NAME, where)).text());
  const { artifacts, weights } = await fetchModel(base);
  const fingerprint = await fingerprintOf([...weights.values()]);
  if (fingerprint !== undefined && fingerprint !== description.fingerprint) {
    const found = `with fingerprint ${fingerprint}, got ${description.fingerprint}`;
    throw new Error(`${NAME}: ${where} must describe the model next to it, ${found}; save the student again`);
  }
  return createCompiledStudent(compileModel(artifacts), description, options);
}

const NAME = "loadCompiledStudent";

/** Fetches a model with its weights, and checks that they are whole. */
async function fetchModel(base: string) {
  const where = `${base}model.json`;
  const json = await fetchJson(where);
  try {
    const artifacts = await readArtifacts(json, async (name) =>
      (await fetchPart(NAME, `${base}${name}`)).arrayBuffer(),
    );
    return { artifacts, weights: decodeWeights(artifacts) };
  } catch (error) {
    if (!ArgumentError.is(error)) throw error;
    const problem = `${error.argument} ${error.expected}, got ${error.received}`;
    throw new Error(`${NAME}: ${where} and its weights are damaged (${problem}); copy the student again`);
  }
}

async function fetchJson(where: string): Promise<object> {
  const text = await (await fetchPart(NAME, where)).text();
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    throw new Error(`${NAME}: ${where} is not JSON (${oneLine((error as Error).message)}); copy the student again`);
  }
}

/** Browsers have no Web Crypto on pages that are neither from https nor from this machine; undefined there. */
async function fingerprintOf(weights: readonly Weight[]): Promise<string | undefined> {
  if (!hasWebCrypto()) return undefined;
  // As much of a tensor as is read.
  const tensors = weights.map(({ values, ...facts }) => ({ ...facts, data: async () => values }));
  return fingerprintWeights(tensors as unknown as Parameters<typeof fingerprintWeights>[0]);
}
