/** JSON as Keras writes it. */
type Json = null | boolean | number | string | readonly Json[] | Fields;
interface Fields {
  readonly [name: string]: Json;
}
/** Where a symbolic tensor comes from: a layer's name, which call of the layer, and which of its outputs. */
type History = readonly [layer: string, node: number, tensor: number];

/** Fields that Keras 3 writes for each object and tfjs-layers does not read. */
const UNREAD: ReadonlySet<string> = new Set(["module", "registered_name", "build_config", "compile_config"]);
const MODELS: ReadonlySet<Json | undefined> = new Set(["Sequential", "Functional", "Model"]);
const REGULARIZERS: ReadonlySet<Json | undefined> = new Set(["L1", "L2", "L1L2"]);

/**
 * The topology of a model that Keras 3 wrote, as tfjs-layers reads it: in the form of Keras 2. Types, shapes of inputs, connections,
 * regularizers and bidirectional layers are written another way there.
 */
export function upgradeTopology(topology: object): object {
  return upgrade(topology as Fields) as object;
}

/** Whether Keras 3 wrote a topology: it calls the shape of an input `batch_shape`. */
export function isOfKeras3(topology: object): boolean {
  return JSON.stringify(topology).includes('"batch_shape":');
}

function upgrade(value: Json): Json {
  if (isList(value)) return value.map(upgrade);
  if (!isFields(value)) return value;
  const { class_name: name } = value;
  if (name === "DTypePolicy") return dtypeOf(fieldsOf(value.config));
  if (REGULARIZERS.has(name)) return regularizer(fieldsOf(value.config));
  const fields: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    if (key === "batch_shape") fields.batch_input_shape = member;
    else if (!UNREAD.has(key)) fields[key] = upgrade(member);
  }
  if (name === "Bidirectional") fields.config = bidirectional(fieldsOf(fields.config));
  // Of the value itself: what was upgraded of it has lost the connections.
  if ("output_layers" in value) Object.assign(fields, connections(value, fields));
  return fields;
}

function dtypeOf({ name = "float32" }: Fields): Json {
  // A mixed policy computes in half precision; its weights are float32.
  return String(name).startsWith("mixed") ? "float32" : name;
}

function regularizer({ l1 = 0, l2 = 0 }: Fields): Json {
  return { class_name: "L1L2", config: { l1, l2 } };
}

/** tfjs-layers makes the backward layer itself, and puts `forward_` and `backward_` in front of the name. */
function bidirectional({ backward_layer: _, layer, ...rest }: Fields): Json {
  const { config, ...kind } = fieldsOf(layer);
  const own = fieldsOf(config);
  return { ...rest, layer: { ...kind, config: { ...own, name: String(own.name).replace(/^forward_/, "") } } };
}

/** The connections between the layers of a model that is no chain. */
function connections(before: Fields, upgraded: Fields): Fields {
  const layers = listOf(before.layers).map(fieldsOf);
  const nested = new Set(layers.filter(({ class_name: name }) => MODELS.has(name)).map(({ name }) => name));
  // A model that is a layer has been called once when it was made, to tfjs-layers and Keras 2.
  const shifted = ([layer, node, tensor]: History): History => [layer, nested.has(layer) ? node + 1 : node, tensor];
  const inbound = (node: Json): Json => {
    const { args = [], kwargs = {} } = fieldsOf(node);
    const named = Object.entries(fieldsOf(kwargs));
    const options = Object.fromEntries(named.filter(([, value]) => value !== null && historiesIn(value).length === 0));
    return historiesIn([args, kwargs]).map((history) => [...shifted(history), options]);
  };
  const ends = (value: Json | undefined): Json =>
    // One tensor is written without the list around it.
    (typeof listOf(value)[0] === "string" ? [value as unknown as History] : (value as unknown as History[])).map(
      shifted,
    );
  return {
    layers: listOf(upgraded.layers).map((layer, index) => ({
      ...fieldsOf(layer),
      inbound_nodes: listOf(layers[index]!.inbound_nodes).map(inbound),
    })),
    input_layers: ends(before.input_layers),
    output_layers: ends(before.output_layers),
  };
}

/** Where the symbolic tensors in some arguments come from, in order. */
function historiesIn(value: Json): History[] {
  if (isList(value)) return value.flatMap(historiesIn);
  if (!isFields(value)) return [];
  if (value.class_name === "__keras_tensor__") return [fieldsOf(value.config).keras_history as unknown as History];
  return Object.values(value).flatMap(historiesIn);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === "object" && value !== null && !isList(value);
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function fieldsOf(value: Json | undefined): Fields {
  return isFields(value) ? value : {};
}
