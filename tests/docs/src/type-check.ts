import { join } from "node:path";
import ts from "typescript";
import type { Block } from "./collect-blocks.ts";
import { writeBlock } from "./run-block.ts";
import { ROOT } from "./workspace-files.ts";

/** Type errors of blocks under `strict`, by their place in the documentation. */
export function typeCheck(blocks: readonly Block[]): string[] {
  const paths = new Map(blocks.map((block) => [writeBlock(block), block]));
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.test.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, ROOT);
  const program = ts.createProgram([...paths.keys()], {
    ...options,
    // What readers do not have on by default, examples need not spell out.
    noUncheckedIndexedAccess: false,
    exactOptionalPropertyTypes: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    moduleDetection: ts.ModuleDetectionKind.Force,
  });
  return [...paths].flatMap(([path, block]) => {
    const source = program.getSourceFile(path)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ start = 0, messageText }) => {
        const line = block.line + source.getLineAndCharacterOfPosition(start).line;
        return `${block.file}:${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
      },
    );
  });
}
