import { describe, expect, it } from "vitest";
import { hasSoftwareVulkan, NO_VULKAN, runInNode, VULKAN_WITHOUT_DRIVER } from "../src/run-in-node.ts";

describe("the loader of webgpu, in Node with Dawn", () => {
  it.each([
    ["no Vulkan", NO_VULKAN, /^(finds no Vulkan \(libvulkan\.so\.1\)|finds no driver for Vulkan)$/],
    ["no driver", VULKAN_WITHOUT_DRIVER, hasSoftwareVulkan ? /^finds no driver for Vulkan$/ : /^finds no /],
  ])("is passed over where there is %s, in one line, and nothing else is written", async (_, environment, reason) => {
    const { passedOver, skipped, exitCode, stderr } = await runInNode(environment);
    const cure = "install the graphics card's driver (on Linux with its Vulkan part, and libvulkan1)";
    expect(passedOver).toEqual([{ name: "webgpu", reason: expect.stringMatching(reason), cure }]);
    expect(skipped).toBe(`selectBackend: no backend can be used: webgpu ${passedOver[0]!.reason} (${cure})`);
    expect([exitCode, stderr]).toEqual([0, ""]);
  });
});
