import { spawnSync } from "node:child_process";

/** What a run of Node left: its exit status and what it printed. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node in a folder, without the settings of the test runner. */
export function runNode(folder: string, words: readonly string[]): Run {
  const { NODE_OPTIONS: _options, NODE_ENV: _mode, VITEST: _vitest, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: "utf8", env });
  return { status, stdout, stderr };
}
