import type { LayerContext, WriteLayer } from "../layer-context.ts";
import { axisOf, type LayerValue, withChannels } from "../layer-value.ts";

/** Layers of several inputs, by the names of their classes. */
export const MERGE_LAYERS: Readonly<Record<string, WriteLayer>> = {
  Add: (context) => writeFold(context, "Add"),
  Multiply: (context) => writeFold(context, "Mul"),
  Average: (context) => writeAll(context, "Mean"),
  Maximum: (context) => writeAll(context, "Max"),
  Minimum: (context) => writeAll(context, "Min"),
  Concatenate(context) {
    const values = alike(context);
    const axis = axisOf(values[0]!, context.config.axis as number);
    return result(context, values, context.add("Concat", namesOf(values), { axis }));
  },
};

/** Inputs of the same number of axes, all with their channels in the same place. */
function alike({ graph, inputs, refuse }: LayerContext): readonly LayerValue[] {
  if (new Set(inputs.map(({ shape }) => shape.length)).size > 1) refuse("merges values of different numbers of axes");
  const channels = inputs.some((value) => value.channels === "first") ? "first" : "last";
  return inputs.map((value) => withChannels(graph, value, channels));
}

const namesOf = (values: readonly LayerValue[]) => values.map(({ name }) => name);

function result({ shape }: LayerContext, values: readonly LayerValue[], name: string): LayerValue {
  return { name, shape, channels: values[0]!.channels };
}

/** One operation of all inputs. */
function writeAll(context: LayerContext, type: string): LayerValue {
  const values = alike(context);
  return result(context, values, context.add(type, namesOf(values)));
}

/** An operation of two inputs, one after the other. */
function writeFold(context: LayerContext, type: string): LayerValue {
  const values = alike(context);
  return result(
    context,
    values,
    namesOf(values).reduce((sum, name) => context.add(type, [sum, name])),
  );
}
