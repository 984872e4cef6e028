import { findFunction, type SharedLibrary } from "../blas/shared-library.ts";

/** An object of the library: an engine, a memory, a primitive, or a description of one. */
export type Handle = object;

/** A number of 0 where a call went well. */
export type Status = number;

/** An address that a function writes to the first place of a list. */
export type Out = [Handle | null];

/** Of a convolution, for rows and columns each; a dilation of 0 is none. */
export type Geometry = readonly [
  strides: BigInt64Array,
  dilations: BigInt64Array,
  before: BigInt64Array,
  after: BigInt64Array,
];

/** The functions of oneDNN 2 that are used here, with the names that C gives them. */
export interface OneDnnFunctions {
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
  dnnl_matmul_desc_init(
    desc: Uint8Array,
    source: Uint8Array,
    weights: Uint8Array,
    bias: null,
    target: Uint8Array,
  ): Status;
  dnnl_inner_product_forward_desc_init(
    desc: Uint8Array,
    purpose: number,
    source: Uint8Array,
    weights: Uint8Array,
    bias: Uint8Array,
    target: Uint8Array,
  ): Status;
  dnnl_pooling_forward_desc_init(
    desc: Uint8Array,
    purpose: number,
    algorithm: number,
    source: Uint8Array,
    target: Uint8Array,
    strides: BigInt64Array,
    window: BigInt64Array,
    before: BigInt64Array,
    after: BigInt64Array,
  ): Status;
  dnnl_primitive_attr_create(attributes: Out): Status;
  dnnl_primitive_attr_set_post_ops(attributes: Handle, operations: Handle): Status;
  dnnl_post_ops_create(operations: Out): Status;
  dnnl_post_ops_append_eltwise(
    operations: Handle,
    scale: number,
    algorithm: number,
    alpha: number,
    beta: number,
  ): Status;
  dnnl_memory_get_memory_desc(memory: Handle, desc: Out): Status;
  dnnl_memory_desc_equal(one: Handle, other: Handle): number;
  dnnl_primitive_desc_iterator_create(
    iterator: Out,
    desc: Uint8Array,
    attributes: Handle | null,
    engine: Handle,
    hint: null,
  ): Status;
  dnnl_primitive_desc_iterator_fetch(iterator: Handle): Handle;
  dnnl_primitive_desc_iterator_next(iterator: Handle): Status;
  dnnl_primitive_desc_iterator_destroy(iterator: Handle): Status;
  dnnl_primitive_desc_query(primitiveDesc: Handle, what: number, index: number, result: [string | null]): Status;
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

const PROTOTYPES: { readonly [Name in keyof OneDnnFunctions]: string } = {
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
  dnnl_matmul_desc_init: "void*, void*, void*, void*, void*",
  dnnl_inner_product_forward_desc_init: "void*, int, void*, void*, void*, void*",
  dnnl_pooling_forward_desc_init: `void*, int, int, void*, void*, ${GEOMETRY}`,
  dnnl_primitive_attr_create: "_Out_ void**",
  dnnl_primitive_attr_set_post_ops: "void*, void*",
  dnnl_post_ops_create: "_Out_ void**",
  dnnl_post_ops_append_eltwise: "void*, float, int, float, float",
  dnnl_memory_get_memory_desc: "void*, _Out_ void**",
  dnnl_memory_desc_equal: "void*, void*",
  dnnl_primitive_desc_iterator_create: "_Out_ void**, void*, void*, void*, void*",
  dnnl_primitive_desc_iterator_fetch: "void*",
  dnnl_primitive_desc_iterator_next: "void*",
  dnnl_primitive_desc_iterator_destroy: "void*",
  dnnl_primitive_desc_query: "void*, int, int, _Out_ const char**",
  dnnl_primitive_desc_create: "_Out_ void**, void*, void*, void*, void*",
  dnnl_primitive_desc_query_md: "void*, int, int",
  dnnl_primitive_desc_destroy: "void*",
  dnnl_reorder_primitive_desc_create: "_Out_ void**, void*, void*, void*, void*, void*",
  dnnl_primitive_create: "_Out_ void**, void*",
  dnnl_primitive_execute: "void*, void*, int, void*",
  dnnl_primitive_destroy: "void*",
};

/** The functions of a library; `undefined` where one is missing, as all of these are in version 3. */
export function findOneDnnFunctions(library: SharedLibrary): OneDnnFunctions | undefined {
  const found = Object.entries(PROTOTYPES).map(([name, parameters]) => {
    const result = name.endsWith("query_md") || name.endsWith("fetch") ? "void*" : "int";
    return [name, findFunction(library, `${result} ${name}(${parameters})`)];
  });
  if (found.some(([, func]) => func === undefined)) return undefined;
  return Object.fromEntries(found) as OneDnnFunctions;
}
