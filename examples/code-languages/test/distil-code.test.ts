import { selectBackend } from "@dark-knowledge/backend";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { evaluateLogits, fidelityOfLogits } from "@dark-knowledge/training";
import { expect, test } from "vitest";
import { collectSnippets } from "../src/collect-snippets.ts";
import { distilCode } from "../src/distil-code.ts";
import { errorsByLanguage } from "../src/errors-by-language.ts";
import { installedPackages } from "../src/installed-packages.ts";

const inside = useTemporaryDirectory();

test("a small net learns languages from a teacher in another process, on projects that it is not tested with", async () => {
  await selectBackend({ prefer: ["wasm"] });
  const installed = await installedPackages();
  const names = [
    "@tensorflow/tfjs-core",
    "koffi",
    "zod",
    "esbuild",
    "hyparquet",
    "knip",
    "axe-core",
    "playwright-core",
  ];
  const snippets = await collectSnippets(Object.fromEntries(names.map((name) => [name, installed[name]!])), {
    ofProject: 4,
    ofLanguage: 25,
  });
  const [train, test] = ["train", "test"].map((part) => snippets.filter((one) => one.part === part));
  const projects = new Set(train!.map(({ project }) => project));
  expect(test!.every(({ project }) => !projects.has(project))).toBe(true);
  const result = await distilCode(snippets, { directory: inside("run"), epochs: 20, seed: 1 });
  // A guess is right in one of 54.
  const { teacher, distilled } = result.answers;
  expect(fidelityOfLogits(distilled, teacher).agreement).toBeGreaterThan(0.3);
  expect(evaluateLogits(teacher, result.labels).accuracy).toBeGreaterThan(0.4);
  const errors = errorsByLanguage(result);
  expect(errors.reduce((sum, { size }) => sum + size, 0)).toBe(test!.length);
  const wrong = errors.reduce((sum, one) => sum + one.distilled, 0);
  expect(wrong).toBe(evaluateLogits(distilled, result.labels).errors);
});
