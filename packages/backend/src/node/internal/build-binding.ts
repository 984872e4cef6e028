import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Libtensorflow } from "./libtensorflow.ts";
import { runTool, type ToolContext } from "./run-tool.ts";

/** The sources and the destination of a binding. */
export interface BuildOptions extends ToolContext {
  /** The folder of tfjs-node or tfjs-node-gpu, for its sources. */
  readonly packageDirectory: string;
  /** The folder that stands for the package's own: `deps` is in it, `lib` comes into it. */
  readonly target: string;
  readonly compiler: string;
  readonly nodeHeaders: string;
  readonly libtensorflow: Libtensorflow;
}

const SOURCES = ["tfjs_backend.cc", "tfjs_binding.cc"];
const LINE = /(error|cannot find|undefined reference)/;

/** The Node-API version for which node-pre-gyp, which tfjs-node finds its binding with, looks in Node 20 and newer. */
const NODE_API = 8;

/** Where a package has its binding. */
export function bindingPath(packageDirectory: string): string {
  return join(packageDirectory, "lib", `napi-v${NODE_API}`, "tfjs_binding.node");
}

/**
 * Compiles the binding. It finds libtensorflow in `deps/lib` of wherever it lies.
 *
 * @throws Error in one line with what the compiler said first
 */
export async function buildBinding(options: BuildOptions): Promise<string> {
  const { packageDirectory, target, compiler, nodeHeaders, libtensorflow } = options;
  const missing = SOURCES.map((file) => join(packageDirectory, "binding", file)).find((file) => !existsSync(file));
  if (missing !== undefined) throw new Error(`${missing} is missing; install the package again`);
  const output = bindingPath(target);
  mkdirSync(join(output, ".."), { recursive: true });
  const args = [
    ...["-shared", "-fPIC", "-O2", "-std=c++17", `-DNAPI_VERSION=${NODE_API}`],
    // TensorFlow's own headers warn.
    ...["-w", `-I${nodeHeaders}`, `-I${join(target, "deps", "include")}`],
    ...SOURCES.map((file) => join(packageDirectory, "binding", file)),
    ...libtensorflow.libraries.map((file) => join(target, "deps", "lib", file)),
    ...(process.platform === "darwin"
      ? ["-undefined", "dynamic_lookup", "-Wl,-rpath,@loader_path/../../deps/lib"]
      : ["-Wl,-rpath,$ORIGIN/../../deps/lib"]),
    ...["-o", output],
  ];
  const { code, stderr } = await runTool(compiler, args, options);
  if (code === 0) return output;
  const lines = stderr.split("\n").map((line) => line.trim());
  const reason = lines.find((line) => LINE.test(line)) ?? lines[0];
  throw new Error(`${compiler} cannot build the binding: ${reason || `it ended with code ${code}`}`);
}
