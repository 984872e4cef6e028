import { fingerprintWeights } from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
import { SpecError } from "../spec/spec-error.ts";
import type { FileSpec } from "./net-spec.ts";

/**
 * Adds to every net from a file the fingerprint of its weights, so that results of another file are not mistaken for
 * its own.
 *
 * @throws SpecError when a fingerprint is given and the file has another
 */
export async function pinNets<Spec>(spec: Spec, path: readonly string[] = []): Promise<Spec> {
  if (Array.isArray(spec)) {
    return (await Promise.all(spec.map((part, index) => pinNets(part, [...path, String(index)])))) as Spec;
  }
  if (typeof spec !== "object" || spec === null) return spec;
  if (isFileSpec(spec)) return { ...spec, fingerprint: await fingerprintOf(spec, path) };
  const entries = Object.entries(spec).map(async ([key, part]) => [key, await pinNets(part, [...path, key])]);
  return Object.fromEntries(await Promise.all(entries)) as Spec;
}

function isFileSpec(spec: object): spec is FileSpec {
  return "kind" in spec && spec.kind === "file";
}

async function fingerprintOf({ path: file, fingerprint }: FileSpec, path: readonly string[]): Promise<string> {
  const model = await loadModel(file.replace(/[/\\]?model\.json$/, "") || ".");
  try {
    const found = await fingerprintWeights(model.weights.map((weight) => weight.read()));
    if (fingerprint === undefined || fingerprint === found) return found;
    throw new SpecError(
      [...path, "path"].join("."),
      `must be the net of fingerprint ${fingerprint}`,
      `${file} of ${found}`,
    );
  } finally {
    model.dispose();
  }
}
