import ts from "typescript";
import { parseSource } from "./imports-of.ts";
import { publicPackages, sourcesOf, type Workspace } from "./read-workspace.ts";

/**
 * Every stream of random numbers has a purpose of its own: `deriveSeed` is given one as a word in the source, no two places
 * share it, and `createRandom` gets a derived seed. So what is numbered alike (epoch 1, step 1) never draws the same numbers.
 */
export function namedStreams(workspace: Workspace): string[] {
  const problems: string[] = [];
  const usedAt = new Map<string, string>();
  for (const one of publicPackages(workspace)) {
    for (const [path, text] of sourcesOf(one)) {
      const where = `${one.manifest.name}: ${path}`;
      for (const call of callsIn(text, "deriveSeed")) {
        const purpose = call.arguments[1];
        if (purpose === undefined || !ts.isStringLiteral(purpose))
          problems.push(`${where} derives a seed for no purpose`);
        else {
          const other = usedAt.get(purpose.text);
          if (other !== undefined) problems.push(`${where} derives a seed for "${purpose.text}", as ${other} does`);
          usedAt.set(purpose.text, where);
        }
      }
      for (const {
        arguments: [seed],
      } of callsIn(text, "createRandom")) {
        const isDerived = seed !== undefined && ts.isCallExpression(seed) && seed.expression.getText() === "deriveSeed";
        if (!isDerived) problems.push(`${where} draws from a seed that was not derived`);
      }
    }
  }
  return problems;
}

function callsIn(text: string, name: string): ts.CallExpression[] {
  if (!text.includes(name)) return [];
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name)
      calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(parseSource(text));
  return calls;
}
