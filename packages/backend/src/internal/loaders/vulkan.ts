import { nodeModule } from "../node-module.ts";

/** The parts of the machine that finding Vulkan needs: a parameter for tests. */
export interface VulkanHost {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Whether the system's linker finds a library of this name. */
  hasLibrary(name: string): boolean;
  /** Whether a folder has a file whose name ends in `.json`. */
  hasManifest(folder: string): boolean;
  /** Whether Dawn finds an adapter, in a separate process whose output is discarded. */
  hasAdapter(): boolean;
}

/**
 * Why Dawn would find no adapter here, in words after the backend's name, or undefined where it may find one.
 *
 * Asked before Dawn is, because Dawn writes to the error stream, past Node, where there is no Vulkan or no driver for it.
 * On macOS and Windows it needs none.
 */
export function vulkanObstacle(host: VulkanHost = nodeHost()): string | undefined {
  if (host.platform !== "linux") return undefined;
  if (!host.hasLibrary("libvulkan.so.1")) return "finds no Vulkan (libvulkan.so.1)";
  // Drivers may be where only this machine's Vulkan looks for them; then Dawn is asked, out of sight.
  if (hasUsualDriver(host) || host.hasAdapter()) return undefined;
  return "finds no driver for Vulkan";
}

/** Looks where Vulkan's loader does: the variables that replace its search, or `vulkan/icd.d` in the folders of XDG. */
function hasUsualDriver({ env, home, hasManifest }: VulkanHost): boolean {
  // A user's list of files and folders is trusted, as far as the files exist.
  const named = env.VK_DRIVER_FILES ?? env.VK_ICD_FILENAMES;
  if (named !== undefined) return named.split(":").some((path) => nodeModule("node:fs").existsSync(path));
  const { XDG_CONFIG_HOME = `${home}/.config`, XDG_CONFIG_DIRS = "/etc/xdg" } = env;
  const { XDG_DATA_HOME = `${home}/.local/share`, XDG_DATA_DIRS = "/usr/local/share:/usr/share" } = env;
  const places = [XDG_CONFIG_HOME, ...XDG_CONFIG_DIRS.split(":"), "/usr/local/etc", "/etc"];
  const folders = [...places, XDG_DATA_HOME, ...XDG_DATA_DIRS.split(":")].map((place) => `${place}/vulkan/icd.d`);
  return folders.some(hasManifest);
}

function nodeHost(): VulkanHost {
  const { env, platform } = nodeModule("node:process");
  return {
    env,
    platform,
    home: nodeModule("node:os").homedir(),
    hasLibrary,
    hasManifest(folder) {
      const { existsSync, readdirSync } = nodeModule("node:fs");
      return existsSync(folder) && readdirSync(folder).some((file) => file.endsWith(".json"));
    },
    hasAdapter,
  };
}

/** Node's loader of addons is the linker; what is no addon it refuses, in other words than what is not there. */
function hasLibrary(name: string): boolean {
  try {
    nodeModule("node:process").dlopen({ exports: {} }, name);
    return true;
  } catch (error) {
    return !/cannot open shared object|error loading shared library|no such file/i.test((error as Error).message);
  }
}

const PROGRAM = `
  const { create, globals } = await import(process.argv[1]);
  Object.assign(globalThis, globals);
  process.exit((await create([]).requestAdapter()) ? 0 : 1);
`;

let foundAdapter: boolean | undefined;

function hasAdapter(): boolean {
  foundAdapter ??= askDawn();
  return foundAdapter;
}

function askDawn(): boolean {
  const { pathToFileURL } = nodeModule("node:url");
  const dawn = pathToFileURL(
    nodeModule("node:module")
      .createRequire(import.meta.url)
      .resolve("webgpu"),
  ).href;
  const program = ["--input-type=module", "--eval", PROGRAM, dawn];
  const options = { stdio: "ignore", timeout: 20_000 } as const;
  return nodeModule("node:child_process").spawnSync(nodeModule("node:process").execPath, program, options).status === 0;
}
