import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { copyPrograms, type ServePage } from "./bundle-page.ts";
import { serveFolder } from "./serve-folder.ts";
import { runLine } from "./set-up-project.ts";

const LAYOUT =
  'export default ({ children }) => <html lang="en"><head><link rel="icon" href="data:," /></head><body>{children}</body></html>;\n';

const PAGE = `"use client";
import { useEffect } from "react";

export default function Page() {
  useEffect(() => void import("../page/page.js"), []);
  return <main />;
}
`;

const INSTALL = "npm install --ignore-scripts next@16.4.6 react@19.3.1 react-dom@19.3.1";

/** Everything from the first folder above both projects on belongs to the application. */
const CONFIG = `import { dirname } from "node:path";
export default { output: "export", turbopack: { root: dirname(import.meta.dirname) } };
`;

/** A page of an application of Next.js, built by Turbopack: a client component, which is also rendered in Node once. */
export const fromNext: ServePage = async (project) => {
  const application = join(project, "../next");
  const app = join(application, "app");
  mkdirSync(app, { recursive: true });
  await runLine(INSTALL, application);
  copyPrograms(application);
  writeFileSync(join(app, "layout.js"), LAYOUT);
  writeFileSync(join(app, "page.js"), PAGE);
  writeFileSync(join(application, "next.config.mjs"), CONFIG);
  symlinkSync(join(project, "node_modules/dark-knowledge"), join(application, "node_modules/dark-knowledge"));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    cwd: application,
    // On a CI server it would miss a cache from the last build.
    env: { ...process.env, CI: undefined, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
  }).catch((error: { readonly stdout: string; readonly stderr: string }) => {
    throw new Error(`next build: ${error.stdout}\n${error.stderr}`);
  });
  const warnings = `${stdout}\n${stderr}`
    .split("\n")
    .filter((line) => line.includes("dark-knowledge") || /^ ?⚠/.test(line));
  return { ...(await serveFolder(join(application, "out"))), warnings };
};
