import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { afterEach, beforeEach } from "vitest";

/** A file system in memory that is there during a test. */
export interface Disk {
  readonly path: string;
  /** Whether the machine let us mount it; tests skip where it did not. */
  readonly isMounted: boolean;
  /** Changes what it is mounted with, such as `size=64k` and `ro`. */
  remount(...options: readonly string[]): void;
}

/** Mounts a small file system for each test of the file, at a path that is made for it. */
export function useDisk(path: () => string, size = "64k"): Disk {
  let isMounted = false;
  beforeEach(() => {
    mkdirSync(path(), { recursive: true });
    isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", path()]).status === 0;
  });
  afterEach(() => {
    if (isMounted) spawnSync("umount", [path()]);
  });
  return {
    get path() {
      return path();
    },
    get isMounted() {
      return isMounted;
    },
    remount(...options) {
      const { status } = spawnSync("mount", ["-o", ["remount", ...options].join(), path()]);
      if (status !== 0) throw new Error(`remount ${options} ended with code ${status}`);
    },
  };
}
