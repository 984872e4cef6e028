import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { selectBackend } from "@dark-knowledge/backend";
import { evaluateLogits, fidelityOfLogits } from "@dark-knowledge/training";
import { collectSnippets } from "./collect-snippets.ts";
import { distilCode } from "./distil-code.ts";
import { errorsByLanguage } from "./errors-by-language.ts";
import { foldersIn, installedPackages } from "./installed-packages.ts";

const { values } = parseArgs({
  options: {
    projects: { type: "string" },
    out: { type: "string" },
    epochs: { type: "string", default: "30" },
    seeds: { type: "string", default: "1" },
    "of-project": { type: "string", default: "2" },
    "of-language": { type: "string", default: "60" },
  },
});
await selectBackend({ prefer: ["wasm-blas", "wasm"] });
const projects = values.projects === undefined ? await installedPackages() : await foldersIn(values.projects);
const snippets = await collectSnippets(projects, {
  ofProject: Number(values["of-project"]),
  ofLanguage: Number(values["of-language"]),
});
const directory = values.out ?? mkdtempSync(join(tmpdir(), "code-languages-"));
const of = (part: string) => snippets.filter((one) => one.part === part);
const projectsOf = (part: string) => new Set(of(part).map(({ project }) => project)).size;
console.log(
  `${of("train").length} snippets of ${projectsOf("train")} projects to learn from, ${of("test").length} of ${projectsOf("test")} others to test with`,
);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  const result = await distilCode(snippets, { directory, epochs: Number(values.epochs), seed });
  const { teacher, hard, distilled } = result.answers;
  const accuracy = (logits: typeof teacher) => percent(evaluateLogits(logits, result.labels).accuracy);
  if (seed === 1) console.log(`teacher: ${accuracy(teacher)} as the file's name says`);
  console.log(
    `student, distilled: ${accuracy(distilled)}, as the teacher ${percent(fidelityOfLogits(distilled, teacher).agreement)}; on the files' names: ${accuracy(hard)}`,
  );
  if (seed > 1) continue;
  for (const { language, size, teacher, distilled } of errorsByLanguage(result)) {
    console.log(
      `  ${language.padEnd(10)} ${String(size).padStart(4)} snippets, errors: teacher ${String(teacher).padStart(3)}, distilled ${String(distilled).padStart(3)}`,
    );
  }
}
