import { describe, expect, it } from "vitest";
import { adviseBackend } from "../src/advise-backend.ts";
import type { BackendName } from "../src/backend-choice.ts";
import type { BackendExamination } from "../src/examine-backends.ts";

const usable = (
  name: BackendName,
  remarks: string[] = [],
  capabilities: object = { blas: "oneDNN 2.6.3 (libdnnl.so.2)" },
): BackendExamination =>
  ({ name, size: 1024, gflops: 10, choice: { name, remarks, capabilities } }) as unknown as BackendExamination;
const missing = (name: BackendName, reason = "is not installed"): BackendExamination => ({
  name,
  obstacle: { name, reason, cure: `run "install ${name}"` },
});
const NO_CARD = missing("tfjs-node-gpu", "finds no NVIDIA driver on this machine");
const SLOW =
  "OpenBLAS computes with its core type Haswell, because OPENBLAS_CORETYPE says so; unset it, and Cooperlake will be 1.8 times as fast";

describe("adviseBackend(examinations)", () => {
  it.each<[string, BackendExamination[], string | undefined]>([
    [
      "a card that is not used",
      [missing("tfjs-node-gpu"), usable("wasm-blas")],
      'enable tfjs-node-gpu: run "install tfjs-node-gpu"',
    ],
    ["a slow setting, before all", [missing("tfjs-node-gpu"), usable("wasm-blas", [SLOW])], SLOW],
    ["a BLAS", [NO_CARD, missing("wasm-blas"), usable("wasm")], 'enable wasm-blas: run "install wasm-blas"'],
    ["wasm, where a browser has nothing else", [missing("wasm"), usable("cpu")], 'enable wasm: run "install wasm"'],
    [
      "nothing where a native library multiplies",
      [NO_CARD, missing("tfjs-node"), usable("wasm-blas"), usable("wasm")],
      undefined,
    ],
    [
      "a faster library, last of all",
      [
        NO_CARD,
        usable("wasm-blas", [], { blas: "OpenBLAS 0.3.21 Haswell (libopenblas.so.0)" }),
        usable("wasm", [], {}),
      ],
      'install oneDNN 2, above all for nets with convolutions: on Debian 12, run "apt-get install libdnnl2"',
    ],
    ["nothing where TensorFlow does", [NO_CARD, usable("tfjs-node"), missing("wasm-blas")], undefined],
    ["nothing of nothing", [], undefined],
  ])("names %s", (_, examinations, advice) => {
    expect(adviseBackend(examinations)).toBe(advice);
  });
});
