import ts from "typescript";

/** What {@link importsOf} found: five rules ask for the same sources. */
const known = new Map<string, readonly string[]>();

/** Every module that a TypeScript source names: static imports, re-exports, `import()` and types in `import("…")`. */
export function importsOf(text: string): readonly string[] {
  const found = known.get(text);
  if (found !== undefined) return found;
  const modules: string[] = [];
  const add = (node: ts.Node | undefined) => {
    if (node && ts.isStringLiteralLike(node)) modules.push(node.text);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    ts.forEachChild(node, visit);
  };
  visit(parseSource(text));
  known.set(text, modules);
  return modules;
}

/** The package that a module belongs to, or `undefined` for a relative path: `@a/b/c` → `@a/b`. */
export function packageOf(module: string): string | undefined {
  if (module.startsWith(".") || module.startsWith("/")) return undefined;
  return module.split("/", module.startsWith("@") ? 2 : 1).join("/");
}

/** The syntax tree of a TypeScript source. */
export function parseSource(text: string): ts.SourceFile {
  return ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, true);
}
