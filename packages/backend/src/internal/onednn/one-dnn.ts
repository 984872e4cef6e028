import { findFunction, type SharedLibrary } from "../blas/shared-library.ts";
import type { Product } from "../products/product.ts";

/** An object of the library: an engine, a memory, a primitive, or a description of one. */
export type Handle = object;

/** A number of 0 where a call went well. */
type Status = number;

/** An address that a function writes to the first place of a list. */
type Out = [Handle | null];

/** Of a convolution, for rows and columns each; a dilation of 0 is none. */
export type Geometry = readonly [
  strides: BigInt64Array,
  dilations: BigInt64Array,
  before: BigInt64Array,
  after: BigInt64Array,
];

/** The functions of oneDNN 2 that are used here, with the names that C gives them. */
interface Functions {
  dnnl_sgemm(
    transposeA: number,
    transposeB: number,
    rows: number,
    columns: number,
    inner: number,
    alpha: number,
    a: Float32Array,
    strideA: number,
    b: Float32Array,
    strideB: number,
    beta: number,
    c: Float32Array,
    strideC: number,
  ): Status;
  dnnl_engine_create(engine: Out, kind: number, index: number): Status;
  dnnl_stream_create(stream: Out, engine: Handle, flags: number): Status;
  dnnl_stream_wait(stream: Handle): Status;
  dnnl_memory_desc_init_by_strides(
    desc: Uint8Array,
    axes: number,
    sizes: BigInt64Array,
    type: number,
    strides: BigInt64Array,
  ): Status;
  dnnl_memory_desc_init_by_tag(desc: Uint8Array, axes: number, sizes: BigInt64Array, type: number, tag: number): Status;
  dnnl_memory_create(memory: Out, desc: Uint8Array | Handle, engine: Handle, data: number): Status;
  dnnl_memory_set_data_handle(memory: Handle, data: Float32Array): Status;
  dnnl_memory_destroy(memory: Handle): Status;
  dnnl_dilated_convolution_forward_desc_init(
    desc: Uint8Array,
    purpose: number,
    algorithm: number,
    source: Uint8Array,
    filter: Uint8Array,
    bias: Uint8Array | null,
    target: Uint8Array,
    ...geometry: Geometry
  ): Status;
  dnnl_dilated_convolution_backward_data_desc_init(
    desc: Uint8Array,
    algorithm: number,
    source: Uint8Array,
    filter: Uint8Array,
    target: Uint8Array,
    ...geometry: Geometry
  ): Status;
  dnnl_dilated_convolution_backward_weights_desc_init(
    desc: Uint8Array,
    algorithm: number,
    source: Uint8Array,
    filter: Uint8Array,
    bias: Uint8Array | null,
    target: Uint8Array,
    ...geometry: Geometry
  ): Status;
  dnnl_primitive_desc_create(
    primitiveDesc: Out,
    desc: Uint8Array,
    attributes: null,
    engine: Handle,
    hint: Handle | null,
  ): Status;
  dnnl_primitive_desc_query_md(primitiveDesc: Handle, what: number, index: number): Handle;
  dnnl_primitive_desc_destroy(primitiveDesc: Handle): Status;
  dnnl_reorder_primitive_desc_create(
    primitiveDesc: Out,
    from: Uint8Array | Handle,
    fromEngine: Handle,
    to: Uint8Array | Handle,
    toEngine: Handle,
    attributes: null,
  ): Status;
  dnnl_primitive_create(primitive: Out, primitiveDesc: Handle): Status;
  dnnl_primitive_execute(primitive: Handle, stream: Handle, count: number, places: Uint8Array): Status;
  dnnl_primitive_destroy(primitive: Handle): Status;
}

const GEOMETRY = "int64_t*, int64_t*, int64_t*, int64_t*";

const PROTOTYPES: { readonly [Name in keyof Functions]: string } = {
  dnnl_sgemm: `char, char, ${"int64_t, ".repeat(3)}float, void*, int64_t, void*, int64_t, float, void*, int64_t`,
  dnnl_engine_create: "_Out_ void**, int, size_t",
  dnnl_stream_create: "_Out_ void**, void*, unsigned int",
  dnnl_stream_wait: "void*",
  dnnl_memory_desc_init_by_strides: "void*, int, int64_t*, int, int64_t*",
  dnnl_memory_desc_init_by_tag: "void*, int, int64_t*, int, int",
  dnnl_memory_create: "_Out_ void**, void*, void*, intptr_t",
  dnnl_memory_set_data_handle: "void*, void*",
  dnnl_memory_destroy: "void*",
  dnnl_dilated_convolution_forward_desc_init: `void*, int, int, void*, void*, void*, void*, ${GEOMETRY}`,
  dnnl_dilated_convolution_backward_data_desc_init: `void*, int, void*, void*, void*, ${GEOMETRY}`,
  dnnl_dilated_convolution_backward_weights_desc_init: `void*, int, void*, void*, void*, void*, ${GEOMETRY}`,
  dnnl_primitive_desc_create: "_Out_ void**, void*, void*, void*, void*",
  dnnl_primitive_desc_query_md: "void*, int, int",
  dnnl_primitive_desc_destroy: "void*",
  dnnl_reorder_primitive_desc_create: "_Out_ void**, void*, void*, void*, void*, void*",
  dnnl_primitive_create: "_Out_ void**, void*",
  dnnl_primitive_execute: "void*, void*, int, void*",
  dnnl_primitive_destroy: "void*",
};

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

/** A tensor's place among the arguments of a primitive. */
export type Place = readonly [argument: number, memory: Handle];

/** oneDNN, with numbers for its errors turned into exceptions. */
export interface OneDnn {
  /** `C ← op(A)·op(B) + beta·C` on a memory. */
  multiply(memory: ArrayBufferLike, product: Product): void;
  /** The description of a float32 tensor: its sizes in the library's order of axes, and how far apart neighbours are in memory. */
  describeTensor(sizes: readonly number[], strides: readonly number[] | "any"): Uint8Array;
  /** An operation's description, which `init` writes. */
  describeOperation(init: (functions: Functions, desc: Uint8Array) => Status): Uint8Array;
  /** The operation as the library will compute it on this processor. */
  plan(operation: Uint8Array, hint: Handle | null): Handle;
  /** How a plan wants one of its tensors, as `dnnl_query_…_md` numbers them. */
  wanted(plan: Handle, what: number): Handle;
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

/** Starts oneDNN on the processor; `undefined` where a function is missing, as all of these are in version 3. */
export function openOneDnn(library: SharedLibrary, addressOf: AddressOf): OneDnn | undefined {
  const found = Object.entries(PROTOTYPES).map(([name, parameters]) => {
    const result = name.endsWith("query_md") ? "void*" : "int";
    return [name, findFunction(library, `${result} ${name}(${parameters})`)];
  });
  if (found.some(([, func]) => func === undefined)) return undefined;
  const functions = Object.fromEntries(found) as Functions;
  const engine = created((out) => functions.dnnl_engine_create(out, CPU, 0));
  const stream = created((out) => functions.dnnl_stream_create(out, engine, IN_ORDER));

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
    wanted: (plan, what) => functions.dnnl_primitive_desc_query_md(plan, what, 0),
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
