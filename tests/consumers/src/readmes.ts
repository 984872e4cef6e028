import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PrintedText } from "../../docs/src/is-printed.ts";

/** The install line and the example of a README. */
export interface Readme {
  /** The folder of the README, from the root; empty for that of the root. */
  readonly folder: string;
  /** What the first `npm install` names. */
  readonly words: readonly string[];
  /** The first block of TypeScript after it. */
  readonly code: string;
  /** What the code says it prints. */
  readonly expected: readonly PrintedText[];
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const INSTALL = /```\nnpm install ((?:.*\\\n)*.*)\nnpx tsx example\.mts .*\n```/;
const PRINTED = /^ *console\.log\(.*\);[ \t]*\n?[ \t]*\/\/ (=>|≈) (.*)$/gm;

/** The READMEs of the root and of every package that say how to install it and show an example. */
export function readReadmes(): Readme[] {
  const folders = ["", ...readdirSync(join(ROOT, "packages")).map((name) => `packages/${name}`)];
  return folders.flatMap((folder) => {
    const path = join(ROOT, folder, "README.md");
    const text = existsSync(path) ? readFileSync(path, "utf8") : "";
    const install = INSTALL.exec(text);
    const code = install && /```ts\n([\s\S]*?)```/.exec(text.slice(install.index))?.[1];
    if (!install || !code) return [];
    const expected = [...code.matchAll(PRINTED)].map(([, mark, text = ""]) => ({ text, isRounded: mark === "≈" }));
    return [{ folder, words: install[1]!.split(/[\s\\]+/), code, expected }];
  });
}

/** The packages that a module imports, without Node's own. */
export function importedPackages(code: string): string[] {
  const names = [...code.matchAll(/(?:\bfrom|^import) "((?:@[^/"]+\/)?[^/"]+)/gm)].map(([, name]) => name!);
  return [...new Set(names)].filter((name) => !name.startsWith("node:"));
}
