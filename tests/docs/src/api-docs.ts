import { posix } from "node:path";
import ts from "typescript";
import { readText, workspaceFiles } from "./workspace-files.ts";

/** Something that a package exports, with the docstring that stands before it. */
export interface ApiEntry {
  readonly name: string;
  readonly file: string;
  readonly isFunction: boolean;
  readonly comment: string;
}

const EXAMPLE = /@example\b[\s\S]*```ts( no-run)?\n/;

/** Lists the problems of the docstrings of everything that libraries export. */
export function undocumented(entries: readonly ApiEntry[]): string[] {
  const shown = new Set(entries.filter(({ comment }) => EXAMPLE.test(comment)).map(({ name }) => name));
  return entries.flatMap(({ name, file, isFunction, comment }) => {
    const summary = comment.split("@", 1)[0]!.trim();
    if (summary === "") return [`${file}: ${name} has no docstring`];
    const siblings = [...comment.matchAll(/@see\b[^@]*\{@link (\w+)/g)].map(([, sibling]) => sibling!);
    return isFunction && !shown.has(name) && !siblings.some((sibling) => shown.has(sibling))
      ? [`${file}: ${name} has no @example, nor "@see {@link sibling}" to a function with one`]
      : [];
  });
}

/** Everything that the published libraries export by name. */
export function publicApi(): ApiEntry[] {
  return workspaceFiles("/index.ts".slice(1))
    .filter((path) => /^packages\/(?!cli\/|testing\/|dark-knowledge\/)[^/]+\/src\/([a-z-]+\/)?index\.ts$/.test(path))
    .flatMap((path) => exportsOf(path, readText));
}

/** The exports of an index file, looked up in the files that they come from. */
export function exportsOf(index: string, read: (path: string) => string): ApiEntry[] {
  return parse(index, read(index)).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.moduleSpecifier || !statement.exportClause) return [];
    if (!ts.isNamedExports(statement.exportClause)) return [];
    const module = (statement.moduleSpecifier as ts.StringLiteral).text;
    if (!module.startsWith(".")) return [];
    const file = posix.join(posix.dirname(index), module);
    const source = parse(file, read(file));
    return statement.exportClause.elements.map((element) =>
      entryOf(source, (element.propertyName ?? element.name).text),
    );
  });
}

function entryOf(source: ts.SourceFile, name: string): ApiEntry {
  const declarations = source.statements.filter((statement) => declares(statement, name));
  const comment = declarations
    .flatMap((declaration) => ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc))
    .map((doc) =>
      doc
        .getText()
        .replace(/^\/\*\*|\*\/$/g, "")
        .replace(/^[ \t]*\* ?/gm, ""),
    )
    .join("\n");
  return { name, file: source.fileName, isFunction: declarations.some(isFunctionLike), comment };
}

function declares(statement: ts.Statement, name: string): boolean {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.some(({ name: own }) => ts.isIdentifier(own) && own.text === name);
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name?.text === name;
}

function isFunctionLike(statement: ts.Statement): boolean {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return true;
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.some(
      ({ initializer }) => initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)),
    )
  );
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}
