/** A Lambda execution environment: one process, its own credentials, the deployed bundle, one event after another. */
import { pathToFileURL } from 'node:url';

const [bundle] = process.argv.slice(2);
if (bundle === undefined || process.send === undefined) {
  throw new Error('Started by lambda.ts with the path of a bundle.');
}
const loaded: unknown = await import(pathToFileURL(bundle).href);
const handler = handlerOf(loaded);

process.on('message', (message: unknown) => {
  void answer(message);
});
process.on('disconnect', () => process.exit(0));
process.send({ ready: true });

async function answer(message: unknown): Promise<void> {
  if (typeof message !== 'object' || message === null || !('id' in message)) return;
  const { id } = message;
  try {
    const result = await handler('event' in message ? message.event : undefined);
    process.send?.({ id, result: result ?? null });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

function handlerOf(exported: unknown): (event: unknown) => Promise<unknown> {
  if (typeof exported === 'object' && exported !== null && 'handler' in exported) {
    const { handler: found } = exported;
    if (typeof found === 'function')
      return async (event) => await Reflect.apply(found, null, [event]);
  }
  throw new Error(`${bundle} exports no handler`);
}
