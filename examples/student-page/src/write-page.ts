import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The words of a page. */
export interface PageText {
  readonly title: string;
  /** Paragraphs above the field. */
  readonly about: readonly string[];
  /** The label of the field. */
  readonly field: string;
  /** How many lines the field shows. */
  readonly lines: number;
  /** Whether texts are source code. */
  readonly isCode?: boolean;
  /** Buttons that fill the field, in groups. */
  readonly examples: readonly { readonly title: string; readonly texts: readonly string[] }[];
  /** The probability below which the student is said not to know, and the words for that. */
  readonly least: number;
  readonly unknown: string;
  /** Paragraphs below. */
  readonly notes: readonly string[];
}

/** Writes a student of texts, from `saveStudent`, as one HTML file: its weights, the program and what the page says. */
export async function writePage(directory: string, file: string, text: PageText): Promise<void> {
  const read = async (name: string) => JSON.parse(await readFile(join(directory, name), "utf8"));
  const [description, { modelTopology, weightsManifest }] = [await read("student.json"), await read("model.json")];
  const [{ paths, weights: weightSpecs }] = weightsManifest;
  const weights = await readFile(join(directory, paths[0]), "base64");
  const data = { text, description, modelTopology, weightSpecs, weights };

  const template = await readFile(new URL("../page/page.html", import.meta.url), "utf8");
  const parts: Readonly<Record<string, string>> = {
    "@title": text.title.replace(/[&<]/g, (sign) => `&#${sign.charCodeAt(0)};`),
    // Nothing in the data may end the element that holds it.
    '"@data"': JSON.stringify(data).replaceAll("<", "\\u003c"),
    '"@program";': (await bundle()).replaceAll("</script", "<\\/script"),
  };
  await writeFile(
    file,
    template.replace(/@title|"@data"|"@program";/g, (name) => parts[name]!),
  );
}

/** The program of the page and all that it imports. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../page/page.js", import.meta.url))],
    ...{ bundle: true, minify: true, write: false, platform: "browser", format: "esm", legalComments: "none" },
    // In this repository, the sources: nothing has to be built. Elsewhere no package has this condition.
    conditions: ["@dark-knowledge/source"],
  });
  return outputFiles[0]!.text;
}
