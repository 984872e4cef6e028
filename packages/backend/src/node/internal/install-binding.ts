import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { bindingPath, buildBinding } from "./build-binding.ts";
import type { TensorflowPackage } from "./find-tensorflow-package.ts";
import type { Libtensorflow } from "./libtensorflow.ts";
import { type OpenOptions, openLibtensorflow } from "./open-libtensorflow.ts";
import { type BindingProof, proveBinding } from "./prove-binding.ts";

/** Options of an installation. */
export interface InstallOptions extends Omit<OpenOptions, "unpackTo"> {
  readonly package: TensorflowPackage;
  readonly compiler: string;
  readonly nodeHeaders: string;
  /** Whether the binding must find a GPU. */
  readonly gpu: boolean;
}

const PARTS = ["deps", "lib"];

/**
 * Builds a package's binding against a libtensorflow, proves that it computes, and only then puts it in the place of
 * what was there before. When it throws, what was there is there still.
 */
export async function installBinding(options: InstallOptions): Promise<BindingProof> {
  const { compiler, gpu, nodeHeaders, report } = options;
  const { directory } = options.package;
  if (resolve(options.from).startsWith(directory + sep)) {
    throw new Error(`from: ${options.from} lies in the package whose parts are replaced; copy it elsewhere first`);
  }
  // In the same directory as what it replaces, so that moving it there is a renaming.
  const staging = mkdtempSync(join(directory, ".native-install-"));
  try {
    const unpackTo = join(staging, "deps", "unpacked");
    const libtensorflow = await openLibtensorflow({ ...options, unpackTo });
    link(libtensorflow, staging);
    report(`compiling with ${compiler}`);
    await buildBinding({
      ...options,
      packageDirectory: directory,
      target: staging,
      compiler,
      nodeHeaders,
      libtensorflow,
    });
    report("multiplying two matrices with it");
    const proof = await proveBinding(bindingPath(staging), options);
    if (gpu && proof.device !== "gpu") {
      throw new Error(
        `TensorFlow ${proof.tensorflow} finds no GPU that it can use; look at "npx dark-knowledge native install --check --gpu"`,
      );
    }
    replaceParts(staging, directory);
    return proof;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Links whole folders, so that the libraries find the files that they expect next to them. */
function link({ includeDirectory, libDirectory }: Libtensorflow, staging: string): void {
  const deps = join(staging, "deps");
  mkdirSync(deps, { recursive: true });
  // What was unpacked moves along with the link; what is the user's stays where it is.
  const target = (folder: string) => (folder.startsWith(deps + sep) ? relative(deps, folder) : folder);
  symlinkSync(target(libDirectory), join(deps, "lib"));
  symlinkSync(target(includeDirectory), join(deps, "include"));
}

function replaceParts(staging: string, directory: string): void {
  const previous = join(staging, "previous");
  mkdirSync(previous);
  const moved: string[] = [];
  try {
    for (const part of PARTS) {
      if (existsSync(join(directory, part))) renameSync(join(directory, part), join(previous, part));
      moved.push(part);
      renameSync(join(staging, part), join(directory, part));
    }
  } catch (error) {
    for (const part of moved) {
      rmSync(join(directory, part), { recursive: true, force: true });
      if (existsSync(join(previous, part))) renameSync(join(previous, part), join(directory, part));
    }
    throw error;
  }
}
