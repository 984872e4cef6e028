import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const SYNCHRONOUS = new Set(["dataSync", "arraySync", "bytesSync", "bufferSync", "print"]);

// Most accesses have other names, and to ask for the type of each would take most of the time.
const NAMES = new Set([...SYNCHRONOUS, ...chainedOperations()]);

/**
 * Finds, by the types, where tensors are read synchronously (WebGPU cannot), printed, or used with chained operations
 * (which exist only where somebody registered them).
 */
export function tensorMethods(root: string, files: readonly string[]): string[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.test.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root);
  const program = ts.createProgram([...files], options);
  const checker = program.getTypeChecker();
  return files.flatMap((file) => {
    const source = program.getSourceFile(file)!;
    const problems: string[] = [];
    const visit = (node: ts.Node): void => {
      if (isAccess(node) && isForbidden(checker.getSymbolAtLocation(node.name))) {
        const { line } = source.getLineAndCharacterOfPosition(node.name.getStart());
        problems.push(`${relative(root, file)}:${line + 1} uses .${node.name.text} of a tensor`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return problems;
  });
}

function isAccess(node: ts.Node): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && NAMES.has(node.name.text);
}

/** Every name that a declaration of a chained operation has before a parenthesis or type parameters. */
function chainedOperations(): string[] {
  const folder = fileURLToPath(
    new URL(".", import.meta.resolve("@tensorflow/tfjs-core/dist/public/chained_ops/mul.js")),
  );
  return readdirSync(folder)
    .filter((name) => name.endsWith(".d.ts"))
    .flatMap((name) =>
      [...readFileSync(join(folder, name), "utf8").matchAll(/(\w+)[<(]/g)].map(([, method]) => method!),
    );
}

function isForbidden(symbol: ts.Symbol | undefined): boolean {
  return (symbol?.declarations ?? []).some((declaration) => {
    const { fileName } = declaration.getSourceFile();
    if (!fileName.includes("tfjs-core")) return false;
    return fileName.includes("/chained_ops/") || (/\/tensor\.d\.ts$/.test(fileName) && SYNCHRONOUS.has(symbol!.name));
  });
}
