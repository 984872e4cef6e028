import { posix } from "node:path";

/** The files of a repository as the link check needs them. */
export interface Repository {
  /** Every Markdown file with its text. */
  readonly documents: ReadonlyMap<string, string>;
  /** Whether a file or folder exists, by its path from the root. */
  readonly exists: (path: string) => boolean;
}

/** Relative links and images in Markdown that lead nowhere, with headings (`page.md#heading`) checked too. */
export function brokenLinks({ documents, exists }: Repository): string[] {
  return [...documents].flatMap(([file, text]) =>
    linksOf(text)
      .filter((link) => !/^[a-z][a-z0-9+.-]*:/i.test(link))
      .filter((link) => {
        const [path = "", heading] = decodeURI(link).split("#");
        const target = path === "" ? file : posix.normalize(posix.join(posix.dirname(file), path));
        if (target.startsWith("..") || !exists(target.replace(/\/$/, ""))) return true;
        return (
          heading !== undefined && target.endsWith(".md") && !headingsOf(documents.get(target) ?? "").includes(heading)
        );
      })
      .map((link) => `${file}: ${link}`),
  );
}

function linksOf(text: string): string[] {
  const prose = withoutCode(text).replace(/`[^`\n]*`/g, "");
  const inline = [...prose.matchAll(/!?\[[^\]]*\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/g)];
  const references = [...prose.matchAll(/^\s*\[[^\]]+\]:\s*<?(\S+?)>?\s*$/gm)];
  const html = [...prose.matchAll(/<(?:a|img|source)\b[^>]*\b(?:href|src)="([^"]+)"/g)];
  return [...inline, ...references, ...html].map(([, link]) => link!);
}

/** Headings as links name them: lower case, without punctuation, with hyphens for spaces. */
function headingsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#{1,6}\s+(.*?)\s*#*$/gm)].map(([, title = ""]) =>
    title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^\s*(`{3,}|~{3,})[\s\S]*?^\s*\1\s*$/gm, "");
}
