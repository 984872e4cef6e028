import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { brokenLinks } from "../src/broken-links.ts";
import { ROOT, readText, workspaceFiles } from "../src/workspace-files.ts";

describe("relative links in Markdown", () => {
  it("lead somewhere", () => {
    const documents = new Map(workspaceFiles(".md").map((path) => [path, readText(path)]));
    expect(documents.size).toBeGreaterThan(5);
    expect(brokenLinks({ documents, exists: (path) => existsSync(join(ROOT, path)) })).toEqual([]);
  });
});

describe("docs/architecture.md", () => {
  const text = readText("docs/architecture.md");

  it.each(["scripts", "tests"])("names everything in %s", (folder) => {
    const names = readdirSync(join(ROOT, folder)).filter((name) => !/^(dist|node_modules)$|^\./.test(name));
    const named = (name: string) => text.includes(`\`${folder}/${name}\``) || text.includes(`\`${name}\``);
    expect(names.filter((name) => !named(name))).toEqual([]);
  });

  it("names every experiment", () => {
    const folders = readdirSync(join(ROOT, "packages/paper/src"), { withFileTypes: true }).filter((entry) =>
      existsSync(join(entry.parentPath, entry.name, `${entry.name}.ts`)),
    );
    expect(folders.length).toBeGreaterThan(3);
    expect(folders.filter(({ name }) => !text.includes(`\`${name}/\``))).toEqual([]);
  });
});

describe("brokenLinks({ documents, exists })", () => {
  const pages = { "docs/a.md": "# Title\n\n## Two words & `code`\n", "README.md": "" };
  const problemsOf = (file: string, text: string) => {
    const documents = new Map(Object.entries({ ...pages, [file]: text }));
    return brokenLinks({
      documents,
      exists: (path) => documents.has(path) || ["docs", "docs/x.png", "."].includes(path),
    });
  };

  it.each([
    "[a](docs/a.md)",
    "[a](./docs/a.md#title)",
    "[a](docs/a.md#two-words--code)",
    '[a](docs/a.md "tip")',
    "[a](docs/)",
    "[a](https://example.com/x.md)",
    "[a](mailto:a@example.com)",
    "![a](docs/x.png)",
    '<img src="docs/x.png">',
    "[a]: docs/a.md",
    "`[a](nowhere.md)`",
    "```\n[a](nowhere.md)\n```",
  ])("accepts %j", (text) => {
    expect(problemsOf("README.md", text)).toEqual([]);
  });

  it.each([
    ["README.md", "[a](nowhere.md)", "README.md: nowhere.md"],
    ["README.md", "[a](docs/a.md#nowhere)", "README.md: docs/a.md#nowhere"],
    ["README.md", "[a](#nowhere)", "README.md: #nowhere"],
    ["README.md", "![a](docs/y.png)", "README.md: docs/y.png"],
    ["README.md", '<img alt="" src="docs/y.png">', "README.md: docs/y.png"],
    ["README.md", "[a]: nowhere.md", "README.md: nowhere.md"],
    ["README.md", "[a](../outside.md)", "README.md: ../outside.md"],
    ["docs/b.md", "[a](docs/a.md)", "docs/b.md: docs/a.md"],
  ])("finds in %s the link %j", (file, text, problem) => {
    expect(problemsOf(file, text)).toEqual([problem]);
  });
});
