/** The chunks of a stream one by one, as they were made. `for await` over a stream joins all that it holds, which copies them. */
import type { Readable } from 'node:stream';

/**
 * Runs up to `ahead` bytes in front of the consumer. Throws the stream's error once what came before it has been taken; ends
 * where it ends or is closed. Whoever stops early leaves the stream to be destroyed.
 */
export async function* streamChunks(stream: Readable, ahead: number): AsyncGenerator<Buffer> {
  const queue: Buffer[] = [];
  let held = 0;
  let ended = false;
  let failure: Error | null = null;
  let wake = (): void => undefined;
  stream.on('data', (chunk: Buffer) => {
    queue.push(chunk);
    held += chunk.length;
    if (held >= ahead) stream.pause();
    wake();
  });
  stream.on('error', (error: Error) => {
    failure = error;
    wake();
  });
  for (const event of ['end', 'close'])
    stream.on(event, () => {
      ended = true;
      wake();
    });
  for (;;) {
    const chunk = queue.shift();
    if (chunk !== undefined) {
      held -= chunk.length;
      if (held < ahead && stream.isPaused()) stream.resume();
      yield chunk;
    } else if (failure !== null) throw failure;
    else if (ended) return;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
}
