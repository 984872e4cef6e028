import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { findLibtensorflow } from "./libtensorflow.ts";
import { firstLine, runTool, type ToolContext } from "./run-tool.ts";

/** The GPU and its driver, as `nvidia-smi` names them. */
export async function findCudaDriver(context: ToolContext): Promise<string | undefined> {
  const { code, stdout } = await runTool(
    "nvidia-smi",
    ["--query-gpu=name,driver_version", "--format=csv,noheader"],
    context,
  );
  return code === 0 && stdout.trim() !== "" ? firstLine(stdout) : undefined;
}

/**
 * Finds a library of CUDA where TensorFlow looks for it: in pip's `nvidia` packages next to TensorFlow, on
 * LD_LIBRARY_PATH, in the toolkit's folder, or where the system's loader knows it.
 */
export async function findCudaLibrary(
  name: string,
  libtensorflow: string | undefined,
  context: ToolContext,
): Promise<string | undefined> {
  const { LD_LIBRARY_PATH = "" } = context.environment;
  const folders = [
    ...besideTensorflow(libtensorflow),
    ...LD_LIBRARY_PATH.split(":").filter((folder) => folder !== ""),
    ...["/usr/local/cuda/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"],
  ];
  for (const folder of folders) {
    const file = existsSync(folder) && readdirSync(folder).find((file) => file.startsWith(`${name}.so`));
    if (file) return join(folder, file);
  }
  const { stdout } = await runTool("ldconfig", ["-p"], context);
  const line = stdout.split("\n").find((line) => line.trim().startsWith(`${name}.so`));
  return line?.split(" => ")[1]?.trim();
}

/** `site-packages/nvidia/cudnn/lib` and the like. */
function besideTensorflow(libtensorflow: string | undefined): readonly string[] {
  const found = libtensorflow === undefined ? undefined : findLibtensorflow(libtensorflow);
  const nvidia = join(dirname(found?.libDirectory ?? ""), "nvidia");
  if (found === undefined || !existsSync(nvidia)) return [];
  return readdirSync(nvidia).map((part) => join(nvidia, part, "lib"));
}
