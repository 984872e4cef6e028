import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const OPTIONS = [
  ...["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--use", "abort="],
  // The memory is imported. Its limits are written out, so that one byte can mark it as shared.
  ...["--importMemory", "--maximumMemory", "65536"],
];

const RELAXED = ["--enable", "relaxed-simd"];

const sourceAt = (path) => new URL(`../../${path}`, import.meta.url);

/** All binaries: the entry in this folder, the source that is written, and the constant in it. */
export const BINARIES = [
  {
    entry: new URL("index.ts", import.meta.url),
    target: sourceAt("backend/src/internal/wasm/simd-kernels-binary.ts"),
    constant: "SIMD_KERNELS_BINARY",
  },
  {
    entry: new URL("fused.ts", import.meta.url),
    target: sourceAt("backend/src/internal/wasm/fused-kernels-binary.ts"),
    constant: "FUSED_KERNELS_BINARY",
    options: RELAXED,
  },
  {
    entry: new URL("runtime.ts", import.meta.url),
    target: sourceAt("runtime/src/internal/kernels-binary.ts"),
    constant: "KERNELS_BINARY",
  },
  {
    entry: new URL("runtime.ts", import.meta.url),
    target: sourceAt("runtime/src/internal/fused-kernels-binary.ts"),
    constant: "FUSED_KERNELS_BINARY",
    options: RELAXED,
  },
];

/** Compiles one of the binaries; returns the text of its source and how many bytes it has. */
export async function compileKernels({ entry, constant, options = [] }) {
  // asc joins file names to the working directory and knows no absolute ones.
  const path = relative(process.cwd(), fileURLToPath(entry));
  const files = new Map();
  const { error, stderr } = await asc.main([path, "--outFile", "kernels.wasm", ...OPTIONS, ...options], {
    writeFile: (name, contents) => {
      files.set(name, contents);
    },
  });
  if (error) throw new Error(`the kernels do not compile: ${error.message}\n${stderr.toString()}`);
  const binary = files.get("kernels.wasm");
  return { source: sourceOf(constant, Buffer.from(binary).toString("base64")), bytes: binary.length };
}

function sourceOf(constant, base64) {
  const lines = base64.match(/.{1,144}/g).map((line) => `  "${line}"`);
  return `// Made by \`pnpm build:kernels\` from the sources of backend/assembly.\n\n/** The compiled kernels, in base 64. */\nexport const ${constant}: string =\n${lines.join(" +\n")};\n`;
}
