import { createHash } from "node:crypto";
import { readdir, readFile, realpath } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { LANGUAGES, NAMED_FILES } from "./languages.ts";
import type { Snippet } from "./snippet.ts";

/** Lines of each file, and characters. */
const [MOST_LINES, MOST_CHARACTERS] = [20, 800];

/** A number that only the text decides. */
const numberOf = (text: string) => createHash("sha256").update(text).digest().readUInt32LE();

/**
 * Cuts a few lines out of files of each language in each project, at most so many of a project and in all. One project in three is for the test, among those
 * with the rarest language first.
 */
export async function collectSnippets(
  projects: Readonly<Record<string, string>>,
  { ofProject, ofLanguage }: { ofProject: number; ofLanguage: number },
): Promise<Snippet[]> {
  const found: Omit<Snippet, "part">[] = [];
  for (const [project, folder] of Object.entries(projects)) {
    const counts = new Map<string, number>();
    const files = await filesIn(await realpath(folder));
    for (const file of files.sort(
      (one, other) => numberOf(relative(folder, one)) - numberOf(relative(folder, other)),
    )) {
      const language = languageOf(file, project);
      const count = counts.get(language ?? "") ?? 0;
      if (language === undefined || count === ofProject) continue;
      const text = cut(await readFile(file, "utf8"), numberOf(basename(file)));
      if (text === undefined) continue;
      counts.set(language, count + 1);
      found.push({ project, language, text });
    }
  }
  const parts = splitProjects(found);
  const seen = new Map<string, number>();
  return found
    .sort((one, other) => numberOf(one.text) - numberOf(other.text))
    .filter(({ language }) => {
      const count = (seen.get(language) ?? 0) + 1;
      seen.set(language, count);
      return parts.languages.has(language) && count <= ofLanguage;
    })
    .map((snippet) => ({ part: parts.test.has(snippet.project) ? "test" : "train", ...snippet }));
}

function languageOf(file: string, project: string): string | undefined {
  const name = basename(file).toLowerCase();
  // Perl and Prolog share an ending.
  if (name.endsWith(".pl")) return project.includes("prolog") ? "prolog" : "pm";
  return NAMED_FILES[name] ?? LANGUAGES[/\.([^.]+)$/.exec(name)?.[1] ?? ""];
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !relative(folder, entry.parentPath).includes("node_modules"))
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** Some lines in a row from anywhere in a file; undefined for a file that nobody wrote by hand, or a short one. */
function cut(text: string, number: number): string | undefined {
  const lines = text.split(/\r?\n/);
  if (/[\0\uFFFD]/.test(text) || lines.some(({ length }) => length > 400)) return undefined;
  const start = number % Math.max(1, lines.length - MOST_LINES);
  const part = lines
    .slice(start, start + MOST_LINES)
    .join("\n")
    .slice(0, MOST_CHARACTERS)
    .trim();
  return part.length < 100 ? undefined : part;
}

/** The projects of the test, and the languages that are in both parts. */
function splitProjects(found: readonly Omit<Snippet, "part">[]): { test: Set<string>; languages: Set<string> } {
  const having = new Map<string, Set<string>>();
  for (const { language, project } of found) having.set(language, (having.get(language) ?? new Set()).add(project));
  const [test, training] = [new Set<string>(), new Set<string>()];
  for (const projects of [...having.values()].sort((one, other) => one.size - other.size)) {
    for (const project of projects) {
      if (test.has(project) || training.has(project)) continue;
      const tested = [...projects].filter((one) => test.has(one)).length;
      const trained = [...projects].filter((one) => training.has(one)).length;
      (trained > 2 * tested ? test : training).add(project);
    }
  }
  const isInBoth = (projects: Set<string>) =>
    [test, training].every((part) => [...projects].some((one) => part.has(one)));
  return { test, languages: new Set([...having.keys()].filter((language) => isInBoth(having.get(language)!))) };
}
