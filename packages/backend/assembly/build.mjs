// Compiles the kernels of this folder and writes them into the sources as text: `pnpm build:kernels`.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { compileKernels } from "./compile-kernels.mjs";

const target = new URL("../src/internal/wasm/simd-kernels-binary.ts", import.meta.url);
const { source, bytes } = await compileKernels();
await writeFile(target, source);
console.log(`${fileURLToPath(target)}: ${bytes} bytes of WebAssembly`);
