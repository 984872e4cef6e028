import { firstLine, runTool, type ToolContext } from "./run-tool.ts";

/** A binding's own report after it has computed something. */
export interface BindingProof {
  /** The version of TensorFlow. */
  readonly tensorflow: string;
  readonly device: "gpu" | "cpu";
}

// Runs in a process of its own: a library that does not fit may end the process that loads it.
const PROGRAM = `
const binding = require(process.argv[1]);
const matrix = (values) => binding.createTensor([2, 2], binding.TF_FLOAT, Float32Array.from(values));
const no = (name) => ({ name, type: binding.TF_ATTR_BOOL, value: false });
const attributes = [no("transpose_a"), no("transpose_b"), { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }];
const [product] = binding.executeOp("MatMul", attributes, [matrix([1, 2, 3, 4]), matrix([5, 6, 7, 8])], 1);
const values = Array.from(binding.tensorDataSync(product.id));
if (values.join() !== "19,22,43,50") throw new Error("computes [[1, 2], [3, 4]]·[[5, 6], [7, 8]] as " + values);
console.log(JSON.stringify({ tensorflow: binding.TF_Version, device: binding.isUsingGpuDevice() ? "gpu" : "cpu" }));
`;

/**
 * Loads a binding in a process of its own and lets it multiply two matrices.
 *
 * @throws Error in one line when it cannot be loaded or computes wrongly
 */
export async function proveBinding(binding: string, context: ToolContext): Promise<BindingProof> {
  const environment = { ...context.environment, TF_CPP_MIN_LOG_LEVEL: "2" };
  const { code, stdout, stderr } = await runTool(process.execPath, ["-e", PROGRAM, binding], {
    ...context,
    environment,
  });
  if (code === 0) return JSON.parse(stdout.trimEnd().split("\n").at(-1)!) as BindingProof;
  const reason = stderr.split("\n").find((line) => /^\w*Error: /.test(line)) ?? firstLine(stderr);
  throw new Error(`the binding does not work: ${reason.replace(/^Error: /, "") || "its process was ended"}`);
}
