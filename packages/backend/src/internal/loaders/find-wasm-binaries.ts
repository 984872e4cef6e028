import { isBrowser } from "../node-module.ts";

/** Where each binary of the wasm backend is. */
export type WasmBinaries = Readonly<Record<(typeof NAMES)[number], string>>;

const NAMES = [
  "tfjs-backend-wasm.wasm",
  "tfjs-backend-wasm-simd.wasm",
  "tfjs-backend-wasm-threaded-simd.wasm",
] as const;

/**
 * Looks for the binaries of `@tensorflow/tfjs-backend-wasm` in a browser: where a bundler that knows `new URL(…, import.meta.url)` has
 * put them (Vite, webpack), in the package itself (import maps, Vite's server for development), next to the script, and next to the
 * page.
 *
 * @returns nothing where they are in none of these places, or this is no browser
 */
export async function findWasmBinaries(): Promise<WasmBinaries | undefined> {
  if (!isBrowser()) return undefined;
  for (const candidate of CANDIDATES) {
    const binaries = attempt(candidate);
    if (binaries !== undefined && (await isBinary(binaries["tfjs-backend-wasm-simd.wasm"]))) return binaries;
  }
  return undefined;
}

/** Not a literal, so that bundlers do not add the whole package once more. */
const PACKAGE = "@tensorflow/tfjs-backend-wasm";

const CANDIDATES: readonly (() => WasmBinaries | undefined)[] = [
  bundledBinaries,
  () => inFolder(import.meta.resolve(PACKAGE)),
  () => inFolder(`${import.meta.resolve(PACKAGE)}/dist/`),
  () => inFolder(besideOwnPackage(import.meta.url)),
  () => inFolder(import.meta.url),
  () => inFolder((globalThis as unknown as { location: { href: string } }).location.href),
];

/** Where a bundler has put them; nothing where it left the addresses as they are, because each that is tried writes an error to the console. */
function bundledBinaries(): WasmBinaries | undefined {
  // Bundlers read these addresses as they stand.
  const binaries: WasmBinaries = {
    "tfjs-backend-wasm.wasm": new URL("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm", import.meta.url)
      .href,
    "tfjs-backend-wasm-simd.wasm": new URL(
      "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm",
      import.meta.url,
    ).href,
    "tfjs-backend-wasm-threaded-simd.wasm": new URL(
      "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm",
      import.meta.url,
    ).href,
  };
  const [name] = NAMES;
  const isLeft = binaries[name] === addressOf(`${PACKAGE}/dist/${name}`, import.meta.url);
  return isLeft ? undefined : binaries;
}

/** The package in the `node_modules` that a script is served from, as Vite's server does with what it has bundled beforehand. */
function besideOwnPackage(script: string): string {
  const end = script.lastIndexOf("/node_modules/");
  if (end < 0) throw new Error("is not served from node_modules");
  return `${script.slice(0, end)}/node_modules/${PACKAGE}/dist/`;
}

function addressOf(path: string, base: string): string {
  return new URL(path, base).href;
}

function inFolder(base: string): WasmBinaries {
  return Object.fromEntries(NAMES.map((name) => [name, addressOf(name, base)])) as unknown as WasmBinaries;
}

/** An address may make no sense in this place: a script that is no module has none, and an import map may not have the package. */
function attempt(candidate: () => WasmBinaries | undefined): WasmBinaries | undefined {
  try {
    return candidate();
  } catch {
    return undefined;
  }
}

/** Servers like to answer with a page where there is no such file, so the first bytes decide. */
async function isBinary(address: string): Promise<boolean> {
  try {
    const response = await fetch(address);
    const reader = response.body!.getReader();
    const { value } = await reader.read();
    await reader.cancel();
    return response.ok && MAGIC.every((byte, index) => value?.[index] === byte);
  } catch {
    return false;
  }
}

/** `\0asm` */
const MAGIC = [0, 0x61, 0x73, 0x6d];
