// Runs workspace scripts on a machine that has only Node and npm: installs everything with the pnpm version that
// package.json pins, then runs the named scripts in order. Words after `--` go to the last script.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const { packageManager } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

const words = process.argv.slice(2);
const scriptCount = words.findIndex((word) => word.startsWith("-"));
const scripts = scriptCount < 0 ? words : words.slice(0, scriptCount);
const extra = scriptCount < 0 ? [] : words.slice(scriptCount);

function pnpm(args) {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { status, signal } = spawnSync(npm, ["exec", "--yes", `--package=${packageManager}`, "--", "pnpm", ...args], {
    stdio: "inherit",
    shell: process.platform === "win32",
    // The outer npm's own settings are not pnpm's.
    env: Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) => !/^npm_config_/i.test(name) || /registry|proxy|cafile|userconfig/i.test(name),
      ),
    ),
  });
  if (signal) process.exit(130);
  if (status !== 0) process.exit(status ?? 1);
}

pnpm(["install", "--frozen-lockfile", "--reporter=append-only", "--loglevel=warn"]);
scripts.forEach((script, index) => {
  pnpm(["--silent", "run", script, ...(index === scripts.length - 1 ? extra : [])]);
});
