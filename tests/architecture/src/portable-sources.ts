import ts from "typescript";
import { isBuiltin } from "./declared-imports.ts";
import { APPLICATIONS } from "./dependency-arrows.ts";
import { importsOf, parseSource } from "./imports-of.ts";
import { type Package, publicPackages, sourcesOf, type Workspace } from "./read-workspace.ts";

const NODE_GLOBALS = ["process", "Buffer", "__dirname", "__filename", "require", "setImmediate"];

const libraries = (workspace: Workspace): readonly Package[] =>
  publicPackages(workspace).filter(({ manifest }) => manifest.name !== "@dark-knowledge/cli");
const isNodeOnly = (path: string) => path.startsWith("src/node/") || path === "src/bin.ts";

/** Only `src/node/` and a binary (and the applications) may use what exists in Node alone, and nothing outside imports it. */
export function nodeOnlyBehindSubpath(workspace: Workspace): string[] {
  const portable = publicPackages(workspace).filter(({ manifest }) => !APPLICATIONS.includes(manifest.name));
  return portable.flatMap((one) =>
    sourcesOf(one)
      .filter(([path]) => !isNodeOnly(path))
      .flatMap(([path, text]) => {
        const modules = importsOf(text).filter((module) => isBuiltin(module) || /\/node(\/|$)/.test(module));
        const globals = globalsIn(text, NODE_GLOBALS);
        return [...modules, ...globals].map((used) => `${one.manifest.name}: ${path} uses ${used}`);
      }),
  );
}

/** Warns in the console of a page that computes far too slowly: there is no other place where its author would see it. */
const WARNS = "src/internal/loaders/warn-of-slow-browser.ts";

/** Libraries are given their randomness and never look at the clock, and they never print. */
export function noHiddenInputs(workspace: Workspace): string[] {
  const forbidden = ["console", "performance"];
  return libraries(workspace).flatMap((one) =>
    sourcesOf(one).flatMap(([path, text]) => {
      const globals = globalsIn(text, path === WARNS ? [] : forbidden);
      return [...globals, ...clockAndChance(text)].map((used) => `${one.manifest.name}: ${path} uses ${used}`);
    }),
  );
}

/** Where a source asks for the time or for a random number. `new Date(0)` is neither, nor is putting another generator in the place of one. */
function clockAndChance(text: string): string[] {
  if (!/random|Date/.test(text)) return [];
  const found = new Set<string>();
  const isDate = (node: ts.Expression) => ts.isIdentifier(node) && node.text === "Date";
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && /^(Math\.random|Date\.now)$/.test(node.getText()) && !isAssignedTo(node))
      found.add(node.getText());
    if (ts.isNewExpression(node) && isDate(node.expression) && !node.arguments?.length) found.add("new Date()");
    if (ts.isCallExpression(node) && isDate(node.expression)) found.add("Date()");
    ts.forEachChild(node, visit);
  };
  visit(parseSource(text));
  return [...found];
}

function isAssignedTo(node: ts.Expression): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.left === node
  );
}

/**
 * Names that are read as variables: not properties, not keys, not types, not declared in the file itself, and not looked
 * for with `typeof` before they are used.
 */
function globalsIn(text: string, names: readonly string[]): string[] {
  const wanted = names.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  if (wanted.length === 0) return [];
  const found = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (isDeclarationWithName(node)) declared.add(node.name.text);
    if (ts.isTypeOfExpression(node) && ts.isIdentifier(node.expression)) declared.add(node.expression.text);
    if (ts.isIdentifier(node) && wanted.includes(node.text) && !isOnlyAName(node)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(parseSource(text));
  return [...found].filter((name) => !declared.has(name));
}

function isDeclarationWithName(node: ts.Node): node is ts.Node & { name: ts.Identifier } {
  const declares =
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isImportSpecifier(node);
  return declares && node.name !== undefined && ts.isIdentifier(node.name);
}

function isOnlyAName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node && !isGlobalThis(parent.expression)) ||
    ((ts.isPropertyAssignment(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isMethodSignature(parent)) &&
      parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node)
  );
}

function isGlobalThis(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === "globalThis";
}
