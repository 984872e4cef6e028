import { afterEach, describe, expect, it, vi } from "vitest";
import { BackendObstacle } from "../../../src/internal/backend-obstacle.ts";
import {
  findAdapter,
  findGpu,
  type GpuAdapter,
  lendAdapter,
  releaseGpu,
} from "../../../src/internal/loaders/webgpu-host.ts";

afterEach(() => {
  releaseGpu();
  vi.unstubAllGlobals();
});

const gpuOf = (adapter: GpuAdapter | null) => ({ requestAdapter: vi.fn(async () => adapter) });
const obstacleOf = async (promise: Promise<unknown>) => {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  return error instanceof BackendObstacle ? `${error.message}; ${error.cure}` : error;
};
const never = () => Promise.reject(new Error("must not be loaded"));

describe("findGpu(loadDawn, hasDawn)", () => {
  it("takes the runtime's own and loads nothing", async () => {
    const gpu = gpuOf(null);
    vi.stubGlobal("navigator", { gpu });
    expect(await findGpu(never, true)).toBe(gpu);
    releaseGpu();
    expect((globalThis as { navigator?: { gpu?: unknown } }).navigator?.gpu).toBe(gpu);
  });

  it.each([
    ["where there is no navigator", undefined],
    ["beside what navigator has", { userAgent: "Node.js" }],
  ])("puts Dawn where tfjs looks for it, %s, until it is released", async (_, navigator) => {
    vi.stubGlobal("navigator", navigator);
    const gpu = gpuOf(null);
    const create = vi.fn(() => gpu);
    expect(
      await findGpu(
        async () => ({ create, globals: { GPUExampleUsage: 1 } }),
        true,
        () => undefined,
      ),
    ).toBe(gpu);
    expect(create).toHaveBeenCalledWith([]);
    const globals = globalThis as { navigator?: { gpu?: unknown }; GPUExampleUsage?: number };
    expect(globals.navigator?.gpu).toBe(gpu);
    expect(globals.GPUExampleUsage).toBe(1);
    delete globals.GPUExampleUsage;
    releaseGpu();
    expect(globals.navigator).not.toHaveProperty("gpu");
    if (!navigator) delete globals.navigator;
  });

  it("does not wake Dawn where there is no Vulkan", async () => {
    vi.stubGlobal("navigator", {});
    const create = vi.fn();
    const finding = findGpu(
      async () => ({ create, globals: {} }),
      true,
      () => "finds no Vulkan (libvulkan.so.1)",
    );
    expect(await obstacleOf(finding)).toBe(
      "finds no Vulkan (libvulkan.so.1); install the graphics card's driver (on Linux with its Vulkan part, and libvulkan1)",
    );
    expect(create).not.toHaveBeenCalled();
  });

  it("says what is missing in a browser without WebGPU", async () => {
    vi.stubGlobal("navigator", {});
    expect(await obstacleOf(findGpu(never, false))).toBe(
      "finds no navigator.gpu; use a browser that has WebGPU, over https or on localhost",
    );
  });

  it.each([
    [
      Object.assign(new Error("Cannot find package 'webgpu' imported from /app/x.js"), {
        code: "ERR_MODULE_NOT_FOUND",
      }),
      "needs the package webgpu in Node",
    ],
    [new Error("dawn.node: invalid ELF header\nmore"), "cannot load Dawn: dawn.node: invalid ELF header"],
  ])("says what is missing in Node: %s", async (error, reason) => {
    vi.stubGlobal("navigator", {});
    const cure = 'run "npm install @tensorflow/tfjs-backend-webgpu@4.22.0 webgpu"';
    expect(await obstacleOf(findGpu(() => Promise.reject(error), true))).toBe(`${reason}; ${cure}`);
  });
});

describe("findAdapter(gpu)", () => {
  it("asks for the fast one", async () => {
    const adapter = { requestDevice: async () => ({}) };
    const gpu = gpuOf(adapter);
    expect(await findAdapter(gpu)).toBe(adapter);
    expect(gpu.requestAdapter).toHaveBeenCalledWith({ powerPreference: "high-performance" });
  });

  it("says what to install where there is none", async () => {
    expect(await obstacleOf(findAdapter(gpuOf(null)))).toBe(
      "finds no graphics adapter; install the graphics card's driver (on Linux with its Vulkan part, and libvulkan1)",
    );
  });
});

describe("lendAdapter(gpu, adapter, start)", () => {
  it("gives tfjs this adapter and flattens the features, and then takes both back", async () => {
    const requestDevice = vi.fn(async () => "device");
    const adapter: GpuAdapter = { requestDevice };
    const gpu = gpuOf(null);
    const before = gpu.requestAdapter;
    Object.setPrototypeOf(gpu, { requestAdapter: before });
    delete (gpu as Partial<typeof gpu>).requestAdapter;
    const device = await lendAdapter(gpu, adapter, async () => {
      const lent = await gpu.requestAdapter();
      expect(lent).toBe(adapter);
      return lent!.requestDevice({ requiredFeatures: ["timestamp-query", ["bgra8unorm-storage"]] });
    });
    expect(device).toBe("device");
    expect(requestDevice).toHaveBeenCalledWith({ requiredFeatures: ["timestamp-query", "bgra8unorm-storage"] });
    expect(gpu.requestAdapter).toBe(before);
    expect(await gpu.requestAdapter()).toBeNull();
  });
});
