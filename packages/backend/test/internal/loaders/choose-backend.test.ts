import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { BackendObstacle } from "../../../src/internal/backend-obstacle.ts";
import type { BackendLoader } from "../../../src/internal/loaders/backend-loader.ts";
import { chooseBackend } from "../../../src/internal/loaders/choose-backend.ts";

afterEach(async () => {
  await tf.setBackend("cpu");
});

/** A loader that starts: the test's own cpu backend stands for what it brings up. */
const started = (changes: Partial<BackendLoader> = {}): BackendLoader => ({
  name: "cpu",
  engine: "cpu",
  device: "cpu",
  packageName: "@tensorflow/tfjs-backend-cpu",
  startCure: "turn it off and on",
  start: async () => ({ version: "1.2.3", capabilities: {} }),
  ...changes,
});

const failing = (packageName: string, error: unknown): BackendLoader =>
  started({
    name: packageName === WASM ? "wasm" : "cpu",
    packageName,
    start: async () => {
      throw error;
    },
  });

const missing = (packageName: string, code = "ERR_MODULE_NOT_FOUND") =>
  Object.assign(new Error(`Cannot find package '${packageName}' imported from /app/index.js\nRequire stack: …`), {
    code,
  });

const WASM = "@tensorflow/tfjs-backend-wasm";
const CPU = "@tensorflow/tfjs-backend-cpu";
const options = { prefer: ["wasm", "cpu"] as const, repairs: true };

describe("chooseBackend(options, loaders)", () => {
  it.each(["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"])("passes over what is not installed (%s)", async (code) => {
    const choice = await chooseBackend(options, [failing(WASM, missing(WASM, code)), started()]);
    expect(choice).toEqual({
      name: "cpu",
      engine: "cpu",
      device: "cpu",
      version: "1.2.3",
      tfjsVersion: "4.22.0",
      repairs: [],
      capabilities: {},
      remarks: [],
      passedOver: [
        { name: "wasm", reason: "is not installed", cure: 'run "npm install @tensorflow/tfjs-backend-wasm@4.22.0"' },
      ],
      reason: "the first of wasm, cpu that started",
    });
    expect(tf.getBackend()).toBe("cpu");
  });

  it.each([
    ["an error", new Error("no SIMD\nat some place"), "did not start: no SIMD"],
    ["a plain object, as the wasm backend's", { message: "no binary" }, "did not start: no binary"],
    ["a string", "no luck", "did not start: no luck"],
    [
      "a package of its own that is missing",
      missing("something-else"),
      "did not start: Cannot find package 'something-else' imported from /app/index.js",
    ],
    ["another error that names the package", new Error(WASM), `did not start: ${WASM}`],
  ])("passes over what does not start with %s", async (_, error, reason) => {
    const choice = await chooseBackend(options, [failing(WASM, error), started()]);
    expect(choice.passedOver).toEqual([{ name: "wasm", reason, cure: "turn it off and on" }]);
  });

  it("says in one line why none is left", async () => {
    const loaders = [failing(WASM, missing(WASM)), failing(CPU, new Error("out of memory\n…"))];
    await expect(chooseBackend(options, loaders)).rejects.toThrow(
      new Error(
        "selectBackend: no backend can be used: " +
          'wasm is not installed (run "npm install @tensorflow/tfjs-backend-wasm@4.22.0"); ' +
          "cpu did not start: out of memory (turn it off and on)",
      ),
    );
  });

  it("starts nothing after the first that starts", async () => {
    const start = vi.fn();
    await chooseBackend({ ...options, prefer: ["cpu", "wasm"] }, [started({ name: "wasm", start }), started()]);
    expect(start).not.toHaveBeenCalled();
  });

  it("hands over the options, the version and whether repairs are wanted, and hands on what the loader says", async () => {
    const start = vi.fn(async () => ({
      version: "9",
      capabilities: { simd: true, threads: 2 },
      remarks: ["It is slow today"],
    }));
    const repair = vi.fn(() => ["Sum"]);
    const asked = { prefer: ["cpu"] as const, repairs: false, wasmPaths: "/wasm/" };
    const choice = await chooseBackend(asked, [started({ name: "wasm" }), started({ start, repair })]);
    expect(start).toHaveBeenCalledExactlyOnceWith({ ...asked, isOnlyCandidate: true });
    expect(repair).toHaveBeenCalledExactlyOnceWith("9", false);
    expect(choice).toMatchObject({
      repairs: ["Sum"],
      capabilities: { simd: true, threads: 2 },
      remarks: ["It is slow today"],
    });
  });

  it("passes over one whose repairs refuse it", async () => {
    const repair = () => {
      throw new BackendObstacle("has repairs for 4.22.0 only, installed is 4.21.0", 'run "npm install …"');
    };
    const choice = await chooseBackend(options, [started({ name: "wasm", repair }), started()]);
    expect(choice).toMatchObject({
      name: "cpu",
      passedOver: [
        { name: "wasm", reason: "has repairs for 4.22.0 only, installed is 4.21.0", cure: 'run "npm install …"' },
      ],
    });
  });

  it("takes the reason and the cure from a loader that knows them", async () => {
    const obstacle = new BackendObstacle("found no BLAS", 'run "apt-get install libopenblas0"');
    const { passedOver } = await chooseBackend(options, [failing(WASM, obstacle), started()]);
    expect(passedOver).toEqual([{ name: "wasm", reason: "found no BLAS", cure: 'run "apt-get install libopenblas0"' }]);
  });

  it("tries all that run here when none is named, and says nothing of the others", async () => {
    const start = vi.fn();
    const loaders = [started({ name: "tfjs-node", runsHere: () => false, start }), started({ runsHere: () => true })];
    const choice = await chooseBackend({ repairs: true }, loaders);
    expect(choice).toMatchObject({ name: "cpu", passedOver: [] });
    expect(start).not.toHaveBeenCalled();
  });

  it("tries one that does not run here when it is named", async () => {
    const start = async () => {
      throw new BackendObstacle("runs only in Node", "run the program in Node");
    };
    const loaders = [started({ name: "tfjs-node", runsHere: () => false, start }), started()];
    await expect(chooseBackend({ prefer: ["tfjs-node"], repairs: true }, loaders)).rejects.toThrow(
      new Error("selectBackend: no backend can be used: tfjs-node runs only in Node (run the program in Node)"),
    );
  });

  it("keeps to the device that was asked for", async () => {
    const start = vi.fn();
    const loaders = [started({ name: "webgpu", device: "gpu", start }), started()];
    const choice = await chooseBackend({ device: "cpu", repairs: true }, loaders);
    expect(choice).toMatchObject({ name: "cpu", device: "cpu", passedOver: [], reason: "the only one asked for" });
    expect(start).not.toHaveBeenCalled();
  });

  it("passes over one that turns out to compute on another device", async () => {
    const software = async () => ({ version: "1", device: "cpu", capabilities: {} }) as const;
    const loaders = [started({ name: "webgpu", device: "gpu", start: software }), started()];
    await expect(chooseBackend({ device: "gpu", repairs: true }, loaders)).rejects.toThrow(
      new Error("selectBackend: no backend can be used: webgpu computes on the cpu here (leave out device)"),
    );
    const asked = { prefer: ["webgpu"], device: "cpu", repairs: true } as const;
    expect(await chooseBackend(asked, loaders)).toMatchObject({ name: "webgpu", device: "cpu" });
  });

  it("says in one line that none of those asked for computes on the device", async () => {
    const loaders = [started({ name: "wasm" }), started()];
    await expect(chooseBackend({ ...options, device: "gpu" }, loaders)).rejects.toThrow(
      new Error("selectBackend: none of wasm, cpu computes on the gpu; leave out device"),
    );
  });

  it("lets every other backend give up what it took", async () => {
    const [leave, own] = [vi.fn(), vi.fn()];
    await chooseBackend({ prefer: ["cpu"], repairs: true }, [
      started({ name: "wasm", leave }),
      started({ leave: own }),
    ]);
    expect(leave).toHaveBeenCalledOnce();
    expect(own).not.toHaveBeenCalled();
  });

  it("passes over a backend that was made with another copy of tfjs-core", async () => {
    class ForeignBackend {}
    tf.registerBackend("foreign", () => new ForeignBackend() as tf.KernelBackend);
    try {
      const start = async () => {
        await tf.setBackend("foreign");
        return { version: "4.21.0", capabilities: {} };
      };
      const foreign = started({ name: "wasm", engine: "foreign", packageName: WASM, start });
      const [reason, cure] = [
        "was made with another copy of @tensorflow/tfjs-core than the one that this program loads",
        `install this program and ${WASM} in one project, with one version of @tensorflow/tfjs-core`,
      ];
      const choice = await chooseBackend(options, [foreign, started()]);
      expect(choice).toMatchObject({ name: "cpu", passedOver: [{ name: "wasm", reason, cure }] });
      expect(tf.getBackend()).toBe("cpu");
      const failure = chooseBackend({ ...options, prefer: ["wasm"] }, [foreign, started()]);
      await expect(failure).rejects.toThrow(
        new Error(`selectBackend: no backend can be used: wasm ${reason} (${cure})`),
      );
      await expect(failure).rejects.toMatchObject({ passedOver: [{ name: "wasm", reason, cure }] });
      expect(tf.getBackend()).toBe("cpu");
    } finally {
      delete tf.engine().registry.foreign;
      delete tf.engine().registryFactory.foreign;
    }
  });

  it.each([
    ["koffi", "koffi", "needs koffi, which is not installed", "koffi"],
    ["koffi", WASM, `needs ${WASM}, which is not installed`, `${WASM}@4.22.0`],
    [WASM, WASM, "is not installed", `${WASM}@4.22.0`],
  ])("says of a backend of %s what to install where %s is missing", async (packageName, absent, reason, install) => {
    const loader = started({
      name: "wasm-blas",
      packageName,
      start: async () => {
        throw missing(absent);
      },
    });
    const { passedOver } = await chooseBackend({ prefer: ["wasm-blas", "cpu"], repairs: true }, [loader, started()]);
    expect(passedOver).toEqual([{ name: "wasm-blas", reason, cure: `run "npm install ${install}"` }]);
  });
});
