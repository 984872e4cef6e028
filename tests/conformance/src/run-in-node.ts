import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BackendChoice, PassedOverBackend } from "@dark-knowledge/backend";
import { bundle } from "./bundle.ts";
import type { Verdicts } from "./judge.ts";

/** What the program `webgpu-in-node` writes, and how its process ended. */
export interface NodeRun {
  readonly passedOver: readonly PassedOverBackend[];
  readonly choice?: BackendChoice;
  readonly verdicts?: readonly Verdicts[];
  readonly isReleased?: boolean;
  readonly skipped?: string;
  readonly exitCode: number | null;
  /** What it wrote to the error stream. */
  readonly stderr: string;
}

const CHROMIUM = "/usr/lib/chromium";

/** Whether Debian's Chromium is there: it brings a Vulkan driver that computes on the processor, and a loader for it. */
export const hasSoftwareVulkan: boolean = ["vk_swiftshader_icd.json", "libvulkan.so.1"].every((file) =>
  existsSync(join(CHROMIUM, file)),
);

export const SOFTWARE_VULKAN: Readonly<Record<string, string>> = {
  LD_LIBRARY_PATH: CHROMIUM,
  VK_ICD_FILENAMES: join(CHROMIUM, "vk_swiftshader_icd.json"),
};

/** No driver anywhere. */
const NO_DRIVER: Readonly<Record<string, string>> = {
  VK_ICD_FILENAMES: "/nonexistent",
  VK_DRIVER_FILES: "/nonexistent",
};

/** Vulkan itself, without a driver. */
export const VULKAN_WITHOUT_DRIVER: Readonly<Record<string, string>> = { LD_LIBRARY_PATH: CHROMIUM, ...NO_DRIVER };

/** Not even Vulkan, unless the system has it. */
export const NO_VULKAN: Readonly<Record<string, string>> = { LD_LIBRARY_PATH: "", ...NO_DRIVER };

/** Runs the program `webgpu-in-node` in a process of its own, which must end by itself. */
export async function runInNode(environment: Readonly<Record<string, string>>): Promise<NodeRun> {
  // Inside this folder, so that the packages it declares are found.
  const folder = mkdtempSync(fileURLToPath(new URL("../node_modules/.program-", import.meta.url)));
  try {
    const file = join(folder, "program.mjs");
    writeFileSync(file, await bundle("webgpu-in-node", "node"));
    return await new Promise((resolve, reject) => {
      const options = { env: { ...process.env, ...environment }, timeout: 240_000, maxBuffer: 2 ** 26 };
      const child = execFile(process.execPath, [file], options, (error, stdout, stderr) => {
        // Dawn writes what it finds invalid to standard output too; the result is the last line.
        const result = stdout.slice(stdout.lastIndexOf("\n") + 1);
        if (!result.startsWith("{")) reject(error ?? new Error(`no result: ${stdout}${stderr}`));
        else
          resolve({
            ...(JSON.parse(result) as Omit<NodeRun, "exitCode" | "stderr">),
            exitCode: child.exitCode,
            stderr,
          });
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
