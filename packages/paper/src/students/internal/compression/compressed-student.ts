import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { openDirectory } from "@dark-knowledge/core/node";
import type { Dataset } from "@dark-knowledge/datasets";
import type { Student } from "@dark-knowledge/training";
import { saveStudent } from "@dark-knowledge/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { versions } from "../../../versions.ts";
import type { CandidateStore } from "./candidate-store.ts";

/** The packed model, with gzip. */
export const PACKED_FILE = "model.packed.gz";

/** The candidates in a picture. */
export const PAGE_FILE = "compression.html";

/**
 * Throws unless a compressed student may be written to a directory: it is empty or missing, or a search of this store has written to it.
 */
export async function assertDestination(directory: string, store: CandidateStore): Promise<void> {
  const names = (await readdir(directory).catch(() => [])).filter((name) => !name.startsWith("."));
  // The description comes last: without it, a writer was killed.
  if (!names.includes("student.json") && names.every(isOwn)) return;
  const description = await readFile(join(directory, "student.json"), "utf8").catch(() => "{}");
  if (names.every(isOwn) && (await store.holds(fingerprintOf(description)))) return;
  throw new Error(`compressStudent: ${directory} exists already, and not from this search; choose another directory`);
}

function isOwn(name: string): boolean {
  return (
    [PACKED_FILE, PAGE_FILE, "model.json", "student.json"].includes(name) || /^weights(-[0-9a-f]{8})?\.bin$/.test(name)
  );
}

function fingerprintOf(description: string): string {
  try {
    return String((JSON.parse(description) as { fingerprint?: unknown }).fingerprint);
  } catch {
    return "";
  }
}

/** The contents of a compressed student. */
export interface CompressedParts {
  readonly model: LayersModel;
  /** The same model, packed, with gzip. */
  readonly packed: Uint8Array;
  /** The search as HTML. */
  readonly page: string;
  readonly uncompressed: Student;
  /** For its transforms. */
  readonly dataset: Dataset;
  /** The fingerprint of the only teacher, if there was one. */
  readonly teacherFingerprint: string | undefined;
}

/** Writes a compressed student as `saveStudent` does, and before it the packed model and the page. */
export async function writeCompressed(
  directory: string,
  { model, packed, page, uncompressed, dataset, teacherFingerprint }: CompressedParts,
): Promise<void> {
  const { layout, temperature } = uncompressed.description;
  const target = await openDirectory("compressStudent", directory, {
    isOwn: (name) => [PACKED_FILE, PAGE_FILE].includes(name),
  });
  try {
    await target.write([
      { name: PACKED_FILE, parts: [packed] },
      { name: PAGE_FILE, parts: [new TextEncoder().encode(page)] },
    ]);
  } finally {
    await target.close();
  }
  await saveStudent(model, directory, {
    ...{ dataset, overwrite: true, versions: versions() },
    ...(layout === undefined ? {} : { layout }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(teacherFingerprint === undefined ? {} : { teacherFingerprint }),
  });
}
