import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const OPTIONS = [
  ...["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--use", "abort="],
  // The memory is that of tfjs. Its limits are written out, so that one byte can mark it as shared.
  ...["--importMemory", "--maximumMemory", "65536"],
];

/** Compiles the kernels; returns the text of `simd-kernels-binary.ts` and how many bytes the binary has. */
export async function compileKernels() {
  // asc joins file names to the working directory and knows no absolute ones.
  const entry = relative(process.cwd(), fileURLToPath(new URL("index.ts", import.meta.url)));
  const files = new Map();
  const { error, stderr } = await asc.main([entry, "--outFile", "kernels.wasm", ...OPTIONS], {
    writeFile: (name, contents) => {
      files.set(name, contents);
    },
  });
  if (error) throw new Error(`the kernels do not compile: ${error.message}\n${stderr.toString()}`);
  const binary = files.get("kernels.wasm");
  return { source: sourceOf(Buffer.from(binary).toString("base64")), bytes: binary.length };
}

function sourceOf(base64) {
  const lines = base64.match(/.{1,144}/g).map((line) => `  "${line}"`);
  return `// Made by \`pnpm build:kernels\` from the folder assembly.\n\n/** The compiled kernels, in base 64. */\nexport const SIMD_KERNELS_BINARY: string =\n${lines.join(" +\n")};\n`;
}
