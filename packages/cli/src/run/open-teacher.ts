import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { classNamesOf, type Dataset } from "@dark-knowledge/datasets";
import { type ExternalTeacher, httpTeacher, type OnnxRuntime, onnxTeacher } from "@dark-knowledge/teachers";
import { commandTeacher } from "@dark-knowledge/teachers/node";
import { toTeacherFunction } from "@dark-knowledge/teachers/tfjs";
import type { Teacher } from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
import { UsageError } from "../usage-error.ts";

/** A teacher that a flag names. */
export interface OpenedTeacher {
  readonly teacher: Teacher;
  /** Missing where it is the hash of the weights. */
  readonly fingerprint?: string;
  close(): Promise<void>;
}

/** Opens the teacher of a dataset: `cmd: COMMAND`, an http(s) address, a file that ends in .onnx, or the directory of a saved model. */
export async function openTeacher(name: string, dataset: Dataset, signal: AbortSignal): Promise<OpenedTeacher> {
  const command = /^cmd:\s*(.*)$/s.exec(name)?.[1];
  const classCount = classNamesOf(dataset).length;
  if (command !== undefined) {
    if (command === "")
      throw new UsageError('--teacher "cmd: " names no command; write for example "cmd: python3 teacher.py"');
    return from(await commandTeacher(command, { signal }), dataset, name);
  }
  if (/^https?:\/\//.test(name)) {
    // Its query may be secret.
    const { origin, pathname } = new URL(name);
    return from(httpTeacher({ url: name, classCount }), dataset, origin + pathname);
  }
  if (name.endsWith(".onnx")) {
    const bytes = await readFile(name);
    const runtime = await loadOnnxRuntime();
    return from(await onnxTeacher(bytes, { runtime }), dataset, createHash("sha256").update(bytes).digest("hex"));
  }
  const model = await loadModel(name);
  return { teacher: model, close: async () => void model.dispose() };
}

function from(external: ExternalTeacher, dataset: Dataset, name: string): OpenedTeacher {
  return {
    teacher: toTeacherFunction(external, dataset),
    fingerprint: external.fingerprint ?? name,
    close: async () => external.close?.(),
  };
}

/** The faster one first; from the directory that the command runs in, and then from where it is installed. */
async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  for (const name of ["onnxruntime-node", "onnxruntime-web"]) {
    for (const folder of [pathToFileURL(join(process.cwd(), "/")), import.meta.url]) {
      let path: string;
      try {
        path = createRequire(folder).resolve(name);
      } catch {
        continue;
      }
      const { default: whole, ...runtime } = await import(pathToFileURL(path).href);
      return (runtime.InferenceSession === undefined ? whole : runtime) as OnnxRuntime;
    }
  }
  throw new UsageError(
    "--teacher FILE.onnx needs a runtime; run npm install onnxruntime-web, or npm install --ignore-scripts onnxruntime-node, which is faster",
  );
}
