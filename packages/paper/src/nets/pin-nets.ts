import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { teacherKindOf } from "@dark-knowledge/teachers/node";
import { fingerprintWeights } from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
import { SpecError } from "../spec/spec-error.ts";
import type { FileSpec } from "./net-spec.ts";
import type { ExternalSpec } from "./teacher-spec.ts";

/** The file of a directory of soft targets that a net has not. */
const SOFT_TARGETS = "manifest.json";

/**
 * Adds to every net from a file the fingerprint of its weights, and to every ONNX teacher that of its file, so that results of another file are not mistaken for
 * its own.
 *
 * @throws SpecError when a fingerprint is given and the file has another
 */
export async function pinNets<Spec>(spec: Spec, path: readonly string[] = []): Promise<Spec> {
  if (typeof spec !== "object" || spec === null) return spec;
  if (isFileSpec(spec)) return { ...spec, fingerprint: await fingerprintOf(spec, path) };
  if (isOnnxSpec(spec)) return { ...spec, fingerprint: await fingerprintOfOnnx(spec, path) };
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
  if (existsSync(join(file, SOFT_TARGETS)) && !existsSync(join(file, "model.json"))) {
    const expected = "must be a net; the function distill of @dark-knowledge/training learns from soft targets";
    throw new SpecError(field, expected, `soft targets in ${file}`);
  }
  const model = await loadModel(file.replace(/[/\\]?model\.json$/, "") || ".");
  try {
    const found = await fingerprintWeights(model.weights.map((weight) => weight.read()));
    if (fingerprint === undefined || fingerprint === found) return found;
    throw new SpecError(field, `must be the net of fingerprint ${fingerprint}`, `${file} of ${found}`);
  } finally {
    model.dispose();
  }
}
