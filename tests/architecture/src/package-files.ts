import ts from "typescript";
import { parseSource } from "./imports-of.ts";
import { type Package, publicPackages, sourcesOf, type Workspace } from "./read-workspace.ts";

const MAX_LINES = 300;
const MAX_FUNCTION_LINES = 80;
const MAX_README_LINES = 120;

/** Every package has its licence, its README, the shared configurations, and references for what it depends on. */
export function packageFiles(workspace: Workspace): string[] {
  const missing = publicPackages(workspace)
    .map(({ folder }) => `packages/${folder}`)
    .filter((path) => !workspace.rootReferences.includes(path))
    .map((path) => `tsconfig.json: ${path} is missing from references`);
  return missing.concat(
    publicPackages(workspace).flatMap((one) =>
      [...documentProblems(one, workspace.license), ...configProblems(one, workspace)].map(
        (problem) => `packages/${one.folder}: ${problem}`,
      ),
    ),
  );
}

function documentProblems({ files, manifest }: Package, license: string): string[] {
  const readme = files.get("README.md") ?? "";
  return [
    ...(files.get("LICENSE") === license ? [] : ["LICENSE must be the workspace's"]),
    ...(readme.startsWith(`# ${manifest.name}\n`) ? [] : [`README.md must begin with "# ${manifest.name}"`]),
    ...(lineCount(readme) <= MAX_README_LINES ? [] : [`README.md has more than ${MAX_README_LINES} lines`]),
  ];
}

function configProblems({ files, folder, manifest }: Package, workspace: Workspace): string[] {
  const folders = new Map(workspace.packages.map((other) => [other.manifest.name, other.folder]));
  const references = Object.keys(manifest.dependencies ?? {})
    .filter((name) => folders.has(name))
    .map((name) => `../${folders.get(name)}`);
  const tsconfig = JSON.parse(files.get("tsconfig.json") ?? "{}");
  const actual = (tsconfig.references ?? []).map((reference: { path: string }) => reference.path);
  const options = Object.keys(tsconfig.compilerOptions ?? {}).filter((option) => option !== "types");
  const usesShared = files.get("vitest.config.ts")?.includes(`\nexport default packageConfig("${folder}"`);
  return [
    ...(tsconfig.extends === "../../tsconfig.base.json" ? [] : ["tsconfig.json must extend ../../tsconfig.base.json"]),
    ...options.map((option) => `tsconfig.json sets ${option}; options belong in tsconfig.base.json`),
    ...(actual.sort().join() === references.sort().join()
      ? []
      : [`tsconfig.json must have references to ${references.join(", ") || "nothing"}`]),
    ...(usesShared ? [] : [`vitest.config.ts must be packageConfig("${folder}")`]),
  ];
}

/** Each source with code in it has a test of the same name at the same place; `internal/` is tested through its users. */
export function mirroredTests(workspace: Workspace): string[] {
  return workspace.packages.flatMap((one) =>
    sourcesOf(one)
      .filter(([path]) => !/\/(index|setup|setup-tensors)\.ts$|\/(internal|oracles)\//.test(path))
      .map(([path, text]) => [path.replace(/^src\/(.*)\.ts$/, "test/$1.test.ts"), text] as const)
      .filter(([path, text]) => !one.files.has(path) && hasCode(text))
      .map(([path]) => `packages/${one.folder}: ${path} is missing`),
  );
}

/** A source holds one idea: 300 lines are the end. */
export function fileLength(workspace: Workspace): string[] {
  return workspace.packages.flatMap((one) =>
    sourcesOf(one)
      .filter(([, text]) => lineCount(text) > MAX_LINES)
      .map(([path, text]) => `packages/${one.folder}/${path} has ${lineCount(text)} lines, more than ${MAX_LINES}`),
  );
}

/** A function that does not fit on a screen does several things. */
export function functionLength(workspace: Workspace): string[] {
  return workspace.packages.flatMap((one) =>
    sourcesOf(one).flatMap(([path, text]) =>
      functionLines(text)
        .filter((lines) => lines > MAX_FUNCTION_LINES)
        .map(
          (lines) => `packages/${one.folder}/${path} has a function of ${lines} lines, more than ${MAX_FUNCTION_LINES}`,
        ),
    ),
  );
}

function functionLines(text: string): number[] {
  if (lineCount(text) <= MAX_FUNCTION_LINES) return [];
  const found: number[] = [];
  const source = parseSource(text);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      found.push(lineOf(node.getEnd()) - lineOf(node.getStart(source)) + 1);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** An index only re-exports, by name, so that the public surface can be read off it. */
export function indexOnlyReexports(workspace: Workspace): string[] {
  return publicPackages(workspace).flatMap((one) =>
    sourcesOf(one)
      .filter(([path]) => path.endsWith("/index.ts"))
      .flatMap(([path, text]) => {
        const isReexport = (statement: ts.Statement) =>
          ts.isExportDeclaration(statement) &&
          statement.moduleSpecifier !== undefined &&
          (statement.exportClause !== undefined || one.folder === "dark-knowledge");
        const { statements } = parseSource(text);
        return statements.length > 0 && statements.every(isReexport)
          ? []
          : [`packages/${one.folder}/${path} must hold re-exports by name and nothing else`];
      }),
  );
}

function hasCode(text: string): boolean {
  return parseSource(text).statements.some(
    (statement) =>
      !ts.isInterfaceDeclaration(statement) &&
      !ts.isTypeAliasDeclaration(statement) &&
      !ts.isModuleDeclaration(statement) &&
      !ts.isImportDeclaration(statement) &&
      !ts.isExportDeclaration(statement),
  );
}

function lineCount(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}
