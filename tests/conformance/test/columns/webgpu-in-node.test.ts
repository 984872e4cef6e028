import { describe, expect, it } from "vitest";
import { describeColumn } from "../../src/describe-column.ts";
import { hasSoftwareVulkan, runInNode, SOFTWARE_VULKAN } from "../../src/run-in-node.ts";

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
});
