import { BackendObstacle } from "../backend-obstacle.ts";
import { isNode } from "../node-module.ts";
import { vulkanObstacle } from "./vulkan.ts";

/** The parts of WebGPU that are used here; TypeScript's own declarations of it are the browser's alone. */
export interface Gpu {
  requestAdapter(options?: { readonly powerPreference?: string }): Promise<GpuAdapter | null>;
}

/** A graphics card, or a program that does as if. */
export interface GpuAdapter {
  readonly info?: {
    readonly vendor?: string;
    readonly architecture?: string;
    readonly description?: string;
    readonly isFallbackAdapter?: boolean;
  };
  requestDevice(descriptor?: DeviceDescriptor): Promise<unknown>;
}

interface DeviceDescriptor {
  readonly requiredFeatures?: readonly (string | readonly string[])[];
}

interface Dawn {
  create(options: string[]): Gpu;
  readonly globals: object;
}

const INSTALL = 'run "npm install @tensorflow/tfjs-backend-webgpu@4.22.0 webgpu"';

const SETTINGS =
  "turn on graphics acceleration in the browser's settings; chrome://gpu (about:support in Firefox) says what is missing";
const DRIVER = "install the graphics card's driver (on Linux with its Vulkan part, and libvulkan1)";

const DAWN = "webgpu";

/**
 * The runtime's WebGPU. Browsers and Deno have one; Node gets Dawn's, from the package `webgpu`.
 *
 * Dawn's goes where tfjs looks for it: its classes and constants into the global object, itself to `navigator.gpu`.
 */
export async function findGpu(
  // Turbopack would fail to build pages of Next.js where the package is not installed.
  loadDawn: () => Promise<Dawn> = () => import(/* turbopackIgnore: true */ "#webgpu") as Promise<Dawn>,
  hasDawn: boolean = isNode(),
  obstacle: () => string | undefined = vulkanObstacle,
): Promise<Gpu> {
  const known = currentNavigator()?.gpu;
  if (known) return known;
  if (!hasDawn) {
    throw new BackendObstacle("finds no navigator.gpu", "use a browser that has WebGPU, over https or on localhost");
  }
  const { create, globals } = await loadDawn().catch((error: unknown) => {
    const { code, message } = Object(error) as { code?: unknown; message?: unknown };
    const isMissing = code === "ERR_MODULE_NOT_FOUND" && String(message).includes(`'${DAWN}'`);
    const line = String(message ?? error).split("\n")[0];
    throw new BackendObstacle(isMissing ? "needs the package webgpu in Node" : `cannot load Dawn: ${line}`, INSTALL);
  });
  const reason = obstacle();
  if (reason !== undefined) throw new BackendObstacle(reason, DRIVER);
  Object.assign(globalThis, globals);
  const gpu = create([]);
  // Node 20 has no navigator; later ones have one that can be added to.
  if (!currentNavigator()) Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  Object.defineProperty(currentNavigator(), "gpu", { value: gpu, configurable: true });
  ours = gpu;
  return gpu;
}

let ours: Gpu | undefined;

/** Takes `navigator.gpu` away again where {@link findGpu} put it: Dawn may keep the process alive as long as it is held. */
export function releaseGpu(): void {
  const navigator = currentNavigator();
  if (ours && navigator?.gpu === ours) delete navigator.gpu;
  ours = undefined;
}

/** The best adapter of a WebGPU. */
export async function findAdapter(gpu: Gpu): Promise<GpuAdapter> {
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter) return adapter;
  throw new BackendObstacle("finds no graphics adapter", isNode() ? DRIVER : SETTINGS);
}

/**
 * Lets tfjs get this very adapter while it starts, and asks for its device in a way that every WebGPU accepts:
 * tfjs 4.22 puts a list into the list of required features.
 */
export async function lendAdapter<T>(gpu: Gpu, adapter: GpuAdapter, start: () => Promise<T>): Promise<T> {
  const requestDevice = adapter.requestDevice.bind(adapter);
  setOwn(adapter, "requestDevice", (descriptor: DeviceDescriptor = {}) =>
    requestDevice({ ...descriptor, requiredFeatures: (descriptor.requiredFeatures ?? []).flat() }),
  );
  setOwn(gpu, "requestAdapter", async () => adapter);
  try {
    return await start();
  } finally {
    delete (gpu as Partial<Gpu>).requestAdapter;
    delete (adapter as Partial<GpuAdapter>).requestDevice;
  }
}

function setOwn<T extends object>(target: T, name: keyof T, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true });
}

function currentNavigator(): { gpu?: Gpu } | undefined {
  return (globalThis as { navigator?: { gpu?: Gpu } }).navigator;
}
