import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { type VulkanHost, vulkanObstacle } from "../../../src/internal/loaders/vulkan.ts";

const host = (changes: Partial<VulkanHost> = {}): VulkanHost => ({
  platform: "linux",
  env: {},
  home: "/home/somebody",
  hasLibrary: () => true,
  hasManifest: () => false,
  hasAdapter: () => false,
  ...changes,
});

const here = fileURLToPath(import.meta.url);

describe("vulkanObstacle(host)", () => {
  it("is nothing where Dawn needs no Vulkan", () => {
    expect(["darwin", "win32"].map((platform) => vulkanObstacle(host({ platform, hasLibrary: () => false })))).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("is the missing library", () => {
    const hasLibrary = vi.fn(() => false);
    expect(vulkanObstacle(host({ hasLibrary }))).toBe("finds no Vulkan (libvulkan.so.1)");
    expect(hasLibrary).toHaveBeenCalledExactlyOnceWith("libvulkan.so.1");
  });

  it("is the missing driver, when Dawn finds none either", () => {
    expect(vulkanObstacle(host())).toBe("finds no driver for Vulkan");
    expect(vulkanObstacle(host({ hasAdapter: () => true }))).toBeUndefined();
  });

  it.each([
    ["/usr/share", {}],
    ["/etc", {}],
    ["/home/somebody/.local/share", {}],
    ["/home/somebody/.config", {}],
    ["/opt/drivers", { XDG_DATA_DIRS: "/usr/share:/opt/drivers" }],
    ["/mine", { XDG_DATA_HOME: "/mine" }],
  ])("is nothing with a driver under %s, and Dawn is not asked twice", (place, env) => {
    const hasAdapter = vi.fn();
    const hasManifest = (folder: string) => folder === `${place}/vulkan/icd.d`;
    expect(vulkanObstacle(host({ env, hasManifest, hasAdapter }))).toBeUndefined();
    expect(hasAdapter).not.toHaveBeenCalled();
  });

  it.each(["VK_DRIVER_FILES", "VK_ICD_FILENAMES"])("takes %s at its word, in place of the usual folders", (name) => {
    const hasManifest = () => true;
    expect(vulkanObstacle(host({ env: { [name]: `/nowhere.json:${here}` } }))).toBeUndefined();
    expect(vulkanObstacle(host({ env: { [name]: "/nowhere.json" }, hasManifest }))).toBe("finds no driver for Vulkan");
  });
});
