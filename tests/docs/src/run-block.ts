import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createBlockChecker } from "./block-checker.ts";
import type { Block } from "./collect-blocks.ts";
import { instrumentBlock } from "./instrument-block.ts";

/** Where blocks are written as modules: inside this package, so that imports are found as a user's would be. */
const FOLDER = fileURLToPath(new URL("../dist/", import.meta.url));

/** Writes a block as it stands, for the type check; returns the path. */
export function writeBlock(block: Block): string {
  return write("source", block, block.code);
}

/** Runs a block as a module of its own and returns how many expectations were checked. */
export async function runBlock(block: Block): Promise<number> {
  const place = (line: number) => `${block.file}:${block.line + line - 1}`;
  let code: string;
  try {
    code = instrumentBlock(block.code);
  } catch (error) {
    throw new Error(`${place(1)}: ${(error as Error).message}`);
  }
  const checker = createBlockChecker(place);
  const path = write("run", block, `const __docs = globalThis.__docs, { console } = __docs; ${code}\nexport {};\n`);
  Object.assign(globalThis, { __docs: checker });
  await import(/* @vite-ignore */ path);
  return checker.count();
}

function write(kind: string, { file, line }: Block, text: string): string {
  mkdirSync(`${FOLDER}${kind}`, { recursive: true });
  const path = `${FOLDER}${kind}/${file.replace(/[^a-z0-9]+/gi, "-")}-${line}.ts`;
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
  return path;
}
