import ts from "typescript";

/**
 * The expectation after a statement: `// => value`, on its line or the next; longer values continue after `//` and four
 * spaces.
 */
const EXPECTATION = /^[ \t]*(?:\r?\n[ \t]*)?\/\/ ?(=>|≈) ?(.*)((?:\r?\n[ \t]*\/\/ {4,}.*)*)/;

interface Expectation {
  readonly isRounded: boolean;
  readonly value: string;
  readonly end: number;
}

/**
 * Turns the expectations of an example into calls of the checker that `run-block` provides. Lines keep their numbers.
 *
 * `expression; // => value` asserts deep equality and `// ≈ value` equality to the digits that are written; after
 * `console.log(…)` the comment is the text that must be printed; after `const name = …` it is the value of `name`.
 *
 * @throws Error when an expectation belongs to no statement that can be checked, or is no expression
 */
export function instrumentBlock(code: string): string {
  const source = ts.createSourceFile("block.ts", code, ts.ScriptTarget.Latest, true);
  const edits: { start: number; end: number; text: string }[] = [];
  const checked = new Set<number>();
  const visit = (node: ts.Node): void => {
    const expectation = ts.isStatement(node) ? expectationAfter(code, node.end) : undefined;
    const text = expectation && checkFor(node, expectation, lineOf(source, node));
    if (expectation && text !== undefined) {
      edits.push({ start: node.getStart(), end: node.end, text });
      checked.add(expectation.end);
    } else ts.forEachChild(node, visit);
  };
  visit(source);
  for (const match of code.matchAll(/\/\/ ?(=>|≈).*(?:\r?\n[ \t]*\/\/ {4,}.*)*/g)) {
    if (!checked.has(match.index + match[0].length)) {
      const line = code.slice(0, match.index).split("\n").length;
      throw new Error(`line ${line}: nothing before "${match[0]}" can be checked`);
    }
  }
  return edits
    .sort((one, other) => other.start - one.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), code);
}

function expectationAfter(code: string, position: number): Expectation | undefined {
  const match = EXPECTATION.exec(code.slice(position));
  if (!match) return undefined;
  const [whole, mark, first = "", rest = ""] = match;
  const value = first + rest.replace(/(\r?\n)[ \t]*\/\/ {4}/g, "$1");
  const isRounded = mark === "≈" || value.startsWith("≈");
  return { isRounded, value: value.replace(/^≈ ?/, ""), end: position + whole.length };
}

function checkFor(node: ts.Node, expectation: Expectation, line: number): string | undefined {
  const statement = node.getText();
  if (ts.isExpressionStatement(node)) {
    if (/^console\.(log|info|warn|error)\(/.test(statement)) {
      const { value: text, isRounded } = expectation;
      return `{ __docs.print(); ${statement} __docs.printed(${line}, ${JSON.stringify({ text, isRounded })}); }`;
    }
    return `${comparison(node.expression.getText(), expectation, line)};`;
  }
  if (ts.isVariableStatement(node)) {
    const [declaration, second] = node.declarationList.declarations;
    if (!declaration || second || !ts.isIdentifier(declaration.name)) return undefined;
    return `${statement} ${comparison(declaration.name.text, expectation, line)};`;
  }
  return undefined;
}

function comparison(expression: string, { isRounded, value }: Expectation, line: number): string {
  const parsed = ts.createSourceFile("value.ts", `(${value}\n);`, ts.ScriptTarget.Latest) as ts.SourceFile & {
    parseDiagnostics: readonly unknown[];
  };
  if (parsed.parseDiagnostics.length > 0) throw new Error(`line ${line}: "${value}" is no expression`);
  const method = isRounded ? "close" : "equal";
  return `__docs.${method}(${line}, (${expression}), (${value.replace(/\r?\n/g, " ")}), ${JSON.stringify(value)})`;
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
}
