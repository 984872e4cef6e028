import { readText, workspaceFiles } from "./workspace-files.ts";

/** One block of code in the documentation. */
export interface Block {
  readonly file: string;
  /** The number of the block's first line of code in its file, from 1. */
  readonly line: number;
  readonly code: string;
}

/** Every `ts` block of the READMEs, of docs/ and contributing/, and of the docstrings in packages. */
export function collectBlocks(): Block[] {
  const documents = workspaceFiles(".md").filter((path) =>
    /^(README\.md|(packages|docs|contributing|examples)\/)/.test(path),
  );
  const sources = workspaceFiles(".ts").filter((path) => /^packages\/[^/]+\/src\//.test(path));
  return [
    ...documents.flatMap((file) => blocksOfMarkdown(file, readText(file))),
    ...sources.flatMap((file) => blocksOfSource(file, readText(file))),
  ];
}

/** All blocks that are fenced as `ts` and nothing more; `ts no-run` and other languages are left alone. */
export function blocksOfMarkdown(file: string, text: string, firstLine = 1): Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; isWanted: boolean; line: number; indent: number; code: string[] } | undefined;
  text.split("\n").forEach((line, index) => {
    const fence = /^(\s*)(`{3,}|~{3,})\s*(.*?)\s*$/.exec(line);
    if (!open && fence) {
      const [, indent = "", marks = "", info] = fence;
      open = { fence: marks, isWanted: info === "ts", line: firstLine + index + 1, indent: indent.length, code: [] };
    } else if (open && fence?.[2]?.startsWith(open.fence) && fence[3] === "") {
      if (open.isWanted) blocks.push({ file, line: open.line, code: open.code.join("\n") });
      open = undefined;
    } else {
      open?.code.push(line.slice(Math.min(open.indent, line.length - line.trimStart().length)));
    }
  });
  if (open) throw new Error(`${file}:${open.line - 1}: the code block is never closed`);
  return blocks;
}

/** The blocks in the docstrings of a TypeScript source. */
export function blocksOfSource(file: string, text: string): Block[] {
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const firstLine = text.slice(0, comment.index).split("\n").length;
    const lines = comment[0]
      .replace(/\*\/$/, "")
      .split("\n")
      .map((line) => line.replace(/^\s*\/?\*+ ?/, ""));
    return blocksOfMarkdown(file, lines.join("\n"), firstLine);
  });
}
