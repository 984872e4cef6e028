import { closeSync, existsSync, mkdirSync, openSync, readSync, statSync } from "node:fs";
import { findLibtensorflow, type Libtensorflow } from "./libtensorflow.ts";
import { assertRunsHere, type BinaryPlatform } from "./platform-of-binary.ts";
import { firstLine, runTool, type ToolContext } from "./run-tool.ts";
import { unpackWheel } from "./unpack-wheel.ts";

/** Where libtensorflow comes from, and where it may be unpacked to. */
export interface OpenOptions extends ToolContext {
  readonly signal: AbortSignal;
  /** A directory, a wheel or a tarball. */
  readonly from: string;
  /** A folder that does not exist yet, for a wheel or a tarball. */
  readonly unpackTo: string;
  readonly here: BinaryPlatform;
  /** Says what takes a while. */
  readonly report: (line: string) => void;
}

/**
 * Finds libtensorflow in a directory, or unpacks it from the pip wheel or the official tarball.
 *
 * @throws Error in one line when there is none, or it is for another machine
 */
export async function openLibtensorflow(options: OpenOptions): Promise<Libtensorflow> {
  const { from, unpackTo, here, report, signal } = options;
  if (!existsSync(from)) throw new Error(`from: ${from} does not exist`);
  const isDirectory = statSync(from).isDirectory();
  if (!isDirectory) {
    const kind = kindOf(from);
    mkdirSync(unpackTo, { recursive: true });
    report(`unpacking ${from}`);
    if (kind === "wheel") await unpackWheel(from, unpackTo, { here, signal });
    else await unpackTarball(from, unpackTo, options);
  }
  const found = findLibtensorflow(isDirectory ? from : unpackTo);
  if (found === undefined) {
    throw new Error(
      `from: ${from} holds no libtensorflow with its headers; expected lib/libtensorflow.so and include/, as in the ` +
        "official tarball, or libtensorflow_cc.so.2 and include/, as in Python's site-packages/tensorflow",
    );
  }
  assertRunsHere(`from: the libtensorflow in ${from}`, found.platform, here);
  return found;
}

async function unpackTarball(tarball: string, target: string, context: ToolContext): Promise<void> {
  const { code, stderr } = await runTool("tar", ["-xzf", tarball, "-C", target], context);
  if (code !== 0) throw new Error(`from: tar cannot unpack ${tarball} (${firstLine(stderr)})`);
}

function kindOf(file: string): "wheel" | "tarball" {
  const head = new Uint8Array(4);
  const descriptor = openSync(file, "r");
  try {
    readSync(descriptor, head);
  } finally {
    closeSync(descriptor);
  }
  if (head[0] === 0x50 && head[1] === 0x4b) return "wheel";
  if (head[0] === 0x1f && head[1] === 0x8b) return "tarball";
  throw new Error(`from: ${file} is neither a wheel (zip) nor a tarball (gzip)`);
}
