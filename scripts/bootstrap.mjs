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
    env: { ...withoutNpmSettings(process.env), TURBO_TELEMETRY_DISABLED: "1" },
  });
  if (signal) process.exit(130);
  if (status !== 0) process.exit(status ?? 1);
}

/** The outer npm hands its settings down as variables. They are not pnpm's, but for those about the network. */
function withoutNpmSettings(env) {
  const isShared = (name) => /registry|proxy|cafile|strict_ssl|offline|cache|userconfig/i.test(name);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_config_/i.test(name) || isShared(name)));
}

pnpm(["install", "--frozen-lockfile", "--reporter=append-only", "--loglevel=warn"]);
scripts.forEach((script, index) => {
  pnpm(["--silent", "run", script, ...(index === scripts.length - 1 ? extra : [])]);
});
