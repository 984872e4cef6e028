import * as tf from "@tensorflow/tfjs-core";
import { afterAll, describe, expect, it } from "vitest";
import { wasmBlasLoader } from "../../../src/internal/loaders/load-wasm-blas.ts";
import { restoreWasm } from "../../../src/repair-wasm.ts";
import { selectBackend } from "../../../src/select-backend.ts";
import { numbers } from "../../repaired-wasm.ts";

const hasBlas = await selectBackend({ prefer: ["wasm-blas", "wasm"] }).then(({ name }) => name === "wasm-blas");

afterAll(async () => {
  wasmBlasLoader.leave?.();
  restoreWasm();
  await tf.setBackend("cpu");
});

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
