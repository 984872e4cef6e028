import { spawnSync } from "node:child_process";

/** Finds a Python that has scikit-learn: `$PYTHON`, or the first of the usual names; undefined where there is none. */
export function findPython(): string | undefined {
  const names = process.env.PYTHON ? [process.env.PYTHON] : ["python3", "/usr/bin/python3", "python"];
  return names.find((name) => spawnSync(name, ["-c", "import sklearn"], { stdio: "ignore" }).status === 0);
}
