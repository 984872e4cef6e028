import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { teacherKindOf } from "@dark-knowledge/teachers/node";
import { fingerprintWeights } from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
import { SpecError } from "../spec/spec-error.ts";
import type { FileSpec } from "./net-spec.ts";
import { fingerprintSoftTargets, isSoftTargets } from "./stored-teacher.ts";
import type { ExternalSpec } from "./teacher-spec.ts";

/**
 * Adds to every net from a file the fingerprint of its weights, and to every ONNX teacher that of its file and to soft targets that of their bytes, so that results of another file are not mistaken for
 * its own.
 *
 * @throws SpecError when a fingerprint is given and the file has another
 */
export async function pinNets<Spec>(spec: Spec, path: readonly string[] = []): Promise<Spec> {
  if (typeof spec !== "object" || spec === null) return spec;
  if (isFileSpec(spec)) return { ...spec, fingerprint: await fingerprintOf(spec, path) };
  if (isOnnxSpec(spec)) return { ...spec, fingerprint: await fingerprintOfOnnx(spec, path) };
  if (isStoredSpec(spec)) return { ...spec, fingerprint: await fingerprintOfStored(spec, path) };
  // One after another, so that the first of several wrong files is named in every run.
  const pinned: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(spec)) pinned[key] = await pinNets(part, [...path, key]);
  return (Array.isArray(spec) ? Object.values(pinned) : pinned) as Spec;
}

function isFileSpec(spec: object): spec is FileSpec {
  return "kind" in spec && spec.kind === "file";
}

function isOnnxSpec(spec: object): spec is ExternalSpec {
  return "kind" in spec && spec.kind === "external" && teacherKindOf((spec as ExternalSpec).from) === "onnx";
}

function isStoredSpec(spec: object): spec is ExternalSpec {
  return "kind" in spec && spec.kind === "external" && isSoftTargets((spec as ExternalSpec).from);
}

async function fingerprintOfStored({ from, fingerprint }: ExternalSpec, path: readonly string[]): Promise<string> {
  const found = await fingerprintSoftTargets(from);
  if (fingerprint === undefined || fingerprint === found) return found;
  throw new SpecError(
    [...path, "from"].join("."),
    `must be the answers of SHA-256 ${fingerprint}`,
    `${from} of ${found}`,
  );
}

async function fingerprintOfOnnx({ from, fingerprint }: ExternalSpec, path: readonly string[]): Promise<string> {
  const field = [...path, "from"].join(".");
  const bytes = await readFile(from).catch((error: NodeJS.ErrnoException) => {
    throw new SpecError(field, `must be a file that can be read (${error.code})`, from);
  });
  const found = createHash("sha256").update(bytes).digest("hex");
  if (fingerprint === undefined || fingerprint === found) return found;
  throw new SpecError(field, `must be the file of SHA-256 ${fingerprint}`, `${from} of ${found}`);
}

async function fingerprintOf({ path: file, fingerprint }: FileSpec, path: readonly string[]): Promise<string> {
  const field = [...path, "path"].join(".");
  if (isSoftTargets(file)) throw new SpecError(field, "must be a net", `soft targets in ${file}`);
  const model = await loadModel(file.replace(/[/\\]?model\.json$/, "") || ".");
  try {
    const found = await fingerprintWeights(model.weights.map((weight) => weight.read()));
    if (fingerprint === undefined || fingerprint === found) return found;
    throw new SpecError(field, `must be the net of fingerprint ${fingerprint}`, `${file} of ${found}`);
  } finally {
    model.dispose();
  }
}
