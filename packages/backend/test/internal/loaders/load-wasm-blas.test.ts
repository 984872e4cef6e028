import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, describe, expect, it } from "vitest";
import type { LoadedBlas } from "../../../src/internal/blas/native-blas.ts";
import { readProcessor } from "../../../src/internal/blas/processor.ts";
import { wasmBlasLoader } from "../../../src/internal/loaders/load-wasm-blas.ts";
import { loadOneDnn } from "../../../src/internal/onednn/load-one-dnn.ts";
import { useBlas } from "../../../src/internal/products/multiply.ts";
import type { WasmBackend } from "../../../src/internal/wasm/wasm-backend.ts";
import { restoreWasm } from "../../../src/repair-wasm.ts";
import { selectBackend } from "../../../src/select-backend.ts";
import { numbers } from "../../repaired-wasm.ts";

process.env.XDG_CACHE_HOME = mkdtempSync(join(tmpdir(), "cache-"));
afterAll(() => rmSync(process.env.XDG_CACHE_HOME!, { recursive: true, force: true }));

const hasBlas = await selectBackend({ prefer: ["wasm-blas", "wasm"] }).then(({ name }) => name === "wasm-blas");

afterAll(async () => {
  wasmBlasLoader.leave?.();
  restoreWasm();
  await tf.setBackend("cpu");
});

const OPEN_BLAS = "libopenblas.so.0";
const hasOpenBlas =
  hasBlas &&
  (await selectBackend({ prefer: ["wasm-blas"], blas: OPEN_BLAS }).then(
    () => true,
    () => false,
  ));

describe.runIf(hasBlas)("wasm with the BLAS of this machine", () => {
  it("multiplies as plain wasm does", async () => {
    const compute = () =>
      tf.tidy(() => {
        const [a, b] = [numbers([3, 40, 50], 1), numbers([3, 60, 50], 2)];
        return [tf.matMul(a, b, false, true), tf.matMul(numbers([70, 33]), numbers([70, 41]), true, false)].map((x) =>
          x.dataSync(),
        );
      });
    const choice = await selectBackend({ prefer: ["wasm-blas"], threads: 1 });
    expect(choice.capabilities).toMatchObject({ simd: true, blas: expect.any(String) });
    const native = compute();
    expect((await selectBackend({ prefer: ["wasm"] })).capabilities).not.toHaveProperty("blas");
    compute().forEach((expected, index) => {
      expect(native[index]).toBeAllClose(expected as Float32Array, { rtol: 1e-5, atol: 1e-5 });
    });
  });

  it.runIf(hasOpenBlas)("respects the core type that the user set, and says so", async () => {
    const before = process.env.OPENBLAS_CORETYPE;
    process.env.OPENBLAS_CORETYPE = "Nehalem";
    try {
      const { remarks, capabilities } = await selectBackend({ prefer: ["wasm-blas"], blas: OPEN_BLAS });
      if (!String(capabilities.blas).startsWith("OpenBLAS") || readProcessor() === undefined) {
        expect(remarks).toEqual([]);
      } else {
        expect(remarks).toEqual([
          expect.stringMatching(
            /^OpenBLAS (computes with its core type Nehalem|does not know OPENBLAS_CORETYPE=Nehalem)/,
          ),
        ]);
      }
      expect(process.env.OPENBLAS_CORETYPE).toBe("Nehalem");
    } finally {
      if (before === undefined) delete process.env.OPENBLAS_CORETYPE;
      else process.env.OPENBLAS_CORETYPE = before;
    }
  });

  it("keeps the library that it has when another one is of no use", async () => {
    const { capabilities } = await selectBackend({ prefer: ["wasm-blas"] });
    await expect(selectBackend({ prefer: ["wasm-blas"], blas: "/no/such/library.so" })).rejects.toThrow("/no/such");
    const blas = useBlas(tf.backend() as unknown as WasmBackend, undefined)!;
    expect(capabilities.blas).toContain((blas as LoadedBlas).library);
    useBlas(tf.backend() as unknown as WasmBackend, blas);
    expect(tf.tidy(() => tf.matMul(tf.ones([9, 30]), tf.ones([30, 20])).dataSync())[0]).toBe(30);
  });

  it("goes on after the memory has grown", async () => {
    await selectBackend({ prefer: ["wasm-blas"] });
    const [a, b] = [numbers([64, 64], 1), numbers([64, 64], 2)];
    const before = tf.tidy(() => tf.matMul(a, b).dataSync());
    const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
    const size = wasm.HEAPU8.length;
    const large = tf.zeros([size / 4]);
    expect(wasm.HEAPU8.length).toBeGreaterThan(size);
    expect(tf.tidy(() => tf.matMul(a, b).dataSync())).toEqual(before);
    tf.dispose([a, b, large]);
  });

  it.runIf(hasOpenBlas)(
    "multiplies and convolves by oneDNN where the machine has it, unless a library is named",
    async () => {
      const hasOneDnn = loadOneDnn(process) !== undefined;
      const [image, filter] = [numbers([8, 20, 20, 8]) as tf.Tensor4D, numbers([3, 3, 8, 16], 2) as tf.Tensor4D];
      const [a, b] = [numbers([70, 300], 1), numbers([300, 80], 2)];
      const compute = () => tf.tidy(() => [tf.conv2d(image, filter, 1, "same").dataSync(), tf.matMul(a, b).dataSync()]);
      const { capabilities } = await selectBackend({ prefer: ["wasm-blas"] });
      if (hasOneDnn) expect(capabilities.blas).toMatch(/^oneDNN 2\.\d+\.\d+ \(libdnnl\.so\.2\)$/);
      const native = compute();
      const named = await selectBackend({ prefer: ["wasm-blas"], blas: OPEN_BLAS });
      expect(named.capabilities.blas).toMatch(/^OpenBLAS /);
      const other = compute();
      const own = (await selectBackend({ prefer: ["wasm"] })) && compute();
      native.forEach((values, index) => {
        expect(values).toBeAllClose(own[index] as Float32Array, { rtol: 1e-5, atol: 1e-5 });
        expect(values).toBeAllClose(other[index] as Float32Array, { rtol: 1e-5, atol: 1e-5 });
        // Sums in another order differ in their last bits somewhere.
        if (hasOneDnn) expect(values).not.toEqual(own[index]);
      });
      if (hasOneDnn) {
        const again = await selectBackend({ prefer: ["wasm-blas"], blas: "libdnnl.so.2", threads: 1 });
        expect(again.capabilities).toMatchObject({ blas: capabilities.blas, threads: 1 });
      }
      tf.dispose([image, filter, a, b]);
    },
  );

  it("is not to be had without the repairs", async () => {
    await expect(selectBackend({ prefer: ["wasm-blas"], repairs: false })).rejects.toThrow(
      "selectBackend: no backend can be used: wasm-blas multiplies in the repaired kernels (leave out repairs, or " +
        "prefer wasm)",
    );
    const { name, passedOver } = await selectBackend({ prefer: ["wasm-blas", "wasm"], repairs: false });
    expect([name, passedOver.length]).toEqual(["wasm", 1]);
  });
});

describe("wasm-blas with a library that is of no use", () => {
  it("leaves plain wasm, and says why in one line", async () => {
    const choice = await selectBackend({ prefer: ["wasm-blas", "wasm"], blas: "/no/such/library.so" });
    expect(choice.name).toBe("wasm");
    expect(choice.passedOver).toEqual([
      {
        name: "wasm-blas",
        reason: expect.stringMatching(/^cannot load the BLAS library \/no\/such\/library\.so: .+$/),
        cure: "name another library as blas, or leave it out to have one looked for",
      },
    ]);
    expect(tf.tidy(() => tf.matMul(tf.ones([9, 30]), tf.ones([30, 20])).dataSync())[0]).toBe(30);
  });
});
