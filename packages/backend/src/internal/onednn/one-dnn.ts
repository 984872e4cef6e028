import type { SharedLibrary } from "../blas/shared-library.ts";
import type { Product } from "../products/product.ts";
import { findOneDnnFunctions, type Handle, type OneDnnFunctions, type Out, type Status } from "./one-dnn-functions.ts";

/** The purposes of an operation: its gradients may follow, or not. */
export const FORWARD = 64;
export const INFERENCE = 96;

/** A relu, as `dnnl_alg_kind_t` numbers it. */
const RELU = 0x1f;

/** The places of tensors among the arguments of a layer; a copy goes from the place of `x` to that of `y`. */
export const PLACES = { x: 1, y: 17, filter: 33, bias: 41 } as const;

/** The tensors of a plan that the library may lay out as suits it, as `dnnl_query_…_md` numbers them. */
const WANTED = { filter: 131, filterGradient: 132 } as const;

/** The number of the query for the name of an implementation. */
const IMPLEMENTATION = 8;

/** Room for the library's descriptions, whose sizes are its own affair: of a tensor 696 bytes in 2.6, of an operation 5,976. */
const MEMORY_DESC_BYTES = 2048;
const OPERATION_DESC_BYTES = 16_384;

const TRANSPOSE = "T".charCodeAt(0);
const NO_TRANSPOSE = "N".charCodeAt(0);
const CPU = 1;
const IN_ORDER = 1;
const FLOAT32 = 3;
const ANY_LAYOUT = 1;

/** Data that the library allocates itself, or that comes later. */
const OWN_DATA = -1;
const NO_DATA = 0;

/** A description of a tensor that we made, or one that the library wants. */
type TensorDesc = Uint8Array | Handle;

/** A plan and the name of what computes it. */
export interface NamedPlan {
  readonly plan: Handle;
  readonly name: string;
}

/** A tensor's place among the arguments of a primitive. */
export type Place = readonly [argument: number, memory: Handle];

/** oneDNN, with numbers for its errors turned into exceptions. */
export interface OneDnn {
  /** `C ← op(A)·op(B) + beta·C` on a memory. */
  multiply(memory: ArrayBufferLike, product: Product): void;
  /** The description of a float32 tensor: its sizes in the library's order of axes, and how far apart neighbours are in memory. */
  describeTensor(sizes: readonly number[], strides: readonly number[] | "any"): Uint8Array;
  /** An operation's description, which `init` writes. */
  describeOperation(init: (functions: OneDnnFunctions, desc: Uint8Array) => Status): Uint8Array;
  /** The operation as the library will compute it on this processor. */
  plan(operation: Uint8Array, hint: Handle | null): Handle;
  /** The first so many plans that the library offers for an operation, of which a relu may be a part: NaN becomes 0 there. */
  listPlans(operation: Uint8Array, isRelu: boolean, most: number): readonly NamedPlan[];
  /** How a plan wants one of its tensors. */
  wanted(plan: Handle, what: keyof typeof WANTED): Handle;
  /** The description of a tensor, which lives as long as it. */
  descOf(memory: Handle): Handle;
  /** Whether two descriptions are the same. */
  isSame(one: Handle, other: Handle): boolean;
  /** The plan of copying a tensor to another layout. */
  planCopy(from: TensorDesc, to: TensorDesc): Handle;
  /** Compiles a plan, and gives the plan back. */
  compile(plan: Handle): Handle;
  /** A tensor: with memory of the library's, or with none yet. */
  createMemory(desc: TensorDesc, data: "own" | "later"): Handle;
  /** Lets a tensor lie where `data` begins, as long as that memory lives. */
  setData(memory: Handle, data: Float32Array): void;
  /** A list of tensors for `execute`. */
  listPlaces(places: readonly Place[]): Uint8Array;
  execute(primitive: Handle, places: Uint8Array): void;
  /** Waits for what was executed. */
  wait(): void;
  destroyPlan(plan: Handle): void;
  destroy(primitives: readonly Handle[], memories: readonly Handle[]): void;
}

/** The address of what a handle points to. */
export type AddressOf = (handle: Handle) => bigint;

/** Starts oneDNN on the processor; `undefined` where a function is missing. */
export function openOneDnn(library: SharedLibrary, addressOf: AddressOf): OneDnn | undefined {
  const functions = findOneDnnFunctions(library);
  if (functions === undefined) return undefined;
  const engine = created((out) => functions.dnnl_engine_create(out, CPU, 0));
  const stream = created((out) => functions.dnnl_stream_create(out, engine, IN_ORDER));
  const withRelu = createRelu(functions);

  return {
    multiply: (memory, { transposeA, transposeB, rows, columns, inner, a, b, c, beta = 0 }) =>
      check(
        functions.dnnl_sgemm(
          transposeA ? TRANSPOSE : NO_TRANSPOSE,
          transposeB ? TRANSPOSE : NO_TRANSPOSE,
          rows,
          columns,
          inner,
          1,
          // Of each matrix the library wants to know where it begins.
          new Float32Array(memory, a, 1),
          transposeA ? rows : inner,
          new Float32Array(memory, b, 1),
          transposeB ? inner : columns,
          beta,
          new Float32Array(memory, c, 1),
          columns,
        ),
      ),
    describeTensor(sizes, strides) {
      const desc = new Uint8Array(MEMORY_DESC_BYTES);
      const axes = longs(sizes);
      check(
        strides === "any"
          ? functions.dnnl_memory_desc_init_by_tag(desc, sizes.length, axes, FLOAT32, ANY_LAYOUT)
          : functions.dnnl_memory_desc_init_by_strides(desc, sizes.length, axes, FLOAT32, longs(strides)),
      );
      return desc;
    },
    describeOperation(init) {
      const desc = new Uint8Array(OPERATION_DESC_BYTES);
      check(init(functions, desc));
      return desc;
    },
    plan: (operation, hint) =>
      created((out) => functions.dnnl_primitive_desc_create(out, operation, null, engine, hint)),
    listPlans: (operation, isRelu, most) =>
      listPlans(
        functions,
        (out) => functions.dnnl_primitive_desc_iterator_create(out, operation, isRelu ? withRelu : null, engine, null),
        most,
      ),
    wanted: (plan, what) => functions.dnnl_primitive_desc_query_md(plan, WANTED[what], 0),
    descOf: (memory) => created((out) => functions.dnnl_memory_get_memory_desc(memory, out)),
    isSame: (one, other) => functions.dnnl_memory_desc_equal(one, other) === 1,
    planCopy: (from, to) =>
      created((out) => functions.dnnl_reorder_primitive_desc_create(out, from, engine, to, engine, null)),
    compile: (plan) => created((out) => functions.dnnl_primitive_create(out, plan)),
    createMemory: (desc, data) =>
      created((out) => functions.dnnl_memory_create(out, desc, engine, data === "own" ? OWN_DATA : NO_DATA)),
    setData: (memory, data) => check(functions.dnnl_memory_set_data_handle(memory, data)),
    listPlaces(places) {
      // In C an int and, after four bytes of padding, a pointer.
      const list = new DataView(new ArrayBuffer(16 * places.length));
      places.forEach(([argument, memory], index) => {
        list.setInt32(16 * index, argument, true);
        list.setBigUint64(16 * index + 8, addressOf(memory), true);
      });
      return new Uint8Array(list.buffer);
    },
    execute: (primitive, places) =>
      check(functions.dnnl_primitive_execute(primitive, stream, places.length / 16, places)),
    wait: () => check(functions.dnnl_stream_wait(stream)),
    destroyPlan: (plan) => check(functions.dnnl_primitive_desc_destroy(plan)),
    destroy(primitives, memories) {
      for (const primitive of primitives) check(functions.dnnl_primitive_destroy(primitive));
      for (const memory of memories) check(functions.dnnl_memory_destroy(memory));
    },
  };
}

/** Attributes of an operation that ends in a relu. */
function createRelu(functions: OneDnnFunctions): Handle {
  const relu = created(functions.dnnl_post_ops_create);
  check(functions.dnnl_post_ops_append_eltwise(relu, 1, RELU, 0, 0));
  const attributes = created(functions.dnnl_primitive_attr_create);
  check(functions.dnnl_primitive_attr_set_post_ops(attributes, relu));
  return attributes;
}

function listPlans(
  functions: OneDnnFunctions,
  createIterator: (out: Out) => Status,
  most: number,
): readonly NamedPlan[] {
  const iterator = created(createIterator);
  const plans: NamedPlan[] = [];
  do {
    const plan = functions.dnnl_primitive_desc_iterator_fetch(iterator);
    const name: [string | null] = [null];
    check(functions.dnnl_primitive_desc_query(plan, IMPLEMENTATION, 0, name));
    plans.push({ plan, name: name[0]! });
  } while (plans.length < most && functions.dnnl_primitive_desc_iterator_next(iterator) === 0);
  check(functions.dnnl_primitive_desc_iterator_destroy(iterator));
  return plans;
}

/** Numbers as C's 64-bit integers. */
export function longs(values: readonly number[]): BigInt64Array {
  return BigInt64Array.from(values, BigInt);
}

function created(create: (out: Out) => Status): Handle {
  const out: Out = [null];
  check(create(out));
  return out[0]!;
}

function check(status: Status): void {
  if (status !== 0) throw new OneDnnError(`oneDNN answers with status ${status}`);
}

/** Raised when the library cannot do what it was asked for. */
export class OneDnnError extends Error {}
