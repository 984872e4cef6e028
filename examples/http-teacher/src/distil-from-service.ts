import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TrainAndTest } from "@dark-knowledge/datasets";
import { classNamesOf, inputShape, withoutLabels } from "@dark-knowledge/datasets";
import { httpTeacher, type ServiceUsage } from "@dark-knowledge/teachers";
import { toTeacherFunction } from "@dark-knowledge/teachers/tfjs";
import { createMlp, distill, evaluate, trainClassifier } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** Distils a small net from a teacher behind a service that fails now and then, on images without labels. */
export async function distilFromService({
  train,
  test,
}: TrainAndTest): Promise<{ errors: number; usage: ServiceUsage }> {
  const shape = { exampleShape: inputShape(train), classCount: classNamesOf(train).length };
  const big = createMlp({ ...shape, hiddenUnits: [30], seed: 1 });
  await trainClassifier(big, train, { epochs: 8, seed: 1, batchSize: 20 });
  const service = await serve(big);
  const transferSet = withoutLabels(train);
  const external = httpTeacher({ url: service.url, classNames: classNamesOf(train), rowsPerRequest: 10, backoffMs: 5 });
  const student = createMlp({ ...shape, hiddenUnits: [15], seed: 2 });
  const teacher = toTeacherFunction(external, transferSet);
  await distill(student, teacher, transferSet, { temperature: 4, hardWeight: 0, epochs: 8, seed: 2, batchSize: 20 });
  const { errors } = await evaluate(student, test);
  service.stop();
  tf.dispose([big.getWeights(), student.getWeights()]);
  return { errors, usage: external.usage };
}

/** A service that answers `{ features }` with `{ logits }`; of every five requests it fails two. */
async function serve(model: LayersModel): Promise<{ url: string; stop(): void }> {
  let requests = 0;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const turn = requests++ % 5;
    if (turn === 1) return response.writeHead(503).end("overloaded");
    if (turn === 3) return response.writeHead(429, { "retry-after": "0.01" }).end();
    const { features } = JSON.parse(body) as { features: number[][][][] };
    const logits = tf.tidy(() => (model.predict(tf.tensor4d(features)) as tf.Tensor2D).arraySync());
    return response.end(JSON.stringify({ logits }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/predict`, stop };
}
