// Compiles the kernels of this folder and writes them into the sources as text: `pnpm build:kernels`.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { BINARIES, compileKernels } from "./compile-kernels.mjs";

for (const binary of BINARIES) {
  const { source, bytes } = await compileKernels(binary);
  await writeFile(binary.target, source);
  console.log(`${fileURLToPath(binary.target)}: ${bytes} bytes of WebAssembly`);
}
