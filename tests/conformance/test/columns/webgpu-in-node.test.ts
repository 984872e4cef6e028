import { describe, expect, it } from "vitest";
import { describeColumn } from "../../src/describe-column.ts";
import {
  hasSoftwareVulkan,
  NO_VULKAN,
  runInNode,
  SOFTWARE_VULKAN,
  VULKAN_WITHOUT_DRIVER,
} from "../../src/run-in-node.ts";

// With WEBGPU_ADAPTER=system, on the machine's own GPU and driver.
const isSystem = process.env.WEBGPU_ADAPTER === "system";
const run = isSystem ? await runInNode({}) : hasSoftwareVulkan ? await runInNode(SOFTWARE_VULKAN) : undefined;

describeColumn(
  "webgpu in Node",
  run?.verdicts
    ? { verdicts: run.verdicts }
    : { skipped: run?.skipped ?? "no software Vulkan driver (Debian's chromium)" },
);

describe("the loader of webgpu, in Node with Dawn", () => {
  it.skipIf(!run || isSystem)(
    "computes on a software adapter when it alone is asked for, and is passed over otherwise",
    () => {
      expect(run!.passedOver).toEqual([
        {
          name: "webgpu",
          reason: expect.stringMatching(/^finds a software adapter only \(google swiftshader/),
          cure: 'install the graphics card\'s driver, or ask for it alone with prefer: ["webgpu"]',
        },
      ]);
      expect(run!.choice).toMatchObject({ name: "webgpu", engine: "webgpu", device: "cpu", version: "4.22.0" });
      expect(run!.choice!.capabilities).toMatchObject({ software: true });
    },
  );

  it.skipIf(!run)("lets go of Dawn when another backend is chosen, and the process ends", () => {
    expect(run!.isReleased).toBe(true);
    expect(run!.exitCode).toBe(0);
  });

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
