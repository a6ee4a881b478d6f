/** A review in a thread of its own, for servers: `flameworth/worker`. */
// Reading and ranking a large profile are long loops over typed arrays. To give the event loop a turn inside of them would
// slow every command down. A thread holds nobody, and can be stopped at any point. It is an entry of its own because it
// starts threads and finds its file beside this one.
import { Worker } from 'node:worker_threads';
import { ProfileError } from './base/errors.js';
import type { Review } from './review/finding.js';
import type { ReadingOptions, ReviewInput, ReviewOptions } from './review.js';
import type { WorkerAnswer, WorkerInput } from './review-thread.js';

export interface WorkerOptions extends ReviewOptions, Pick<ReadingOptions, 'limits' | 'signal'> {
  /** Milliseconds after which the review is given up with 'limit'; default none. */
  readonly timeoutMs?: number | undefined;
  /** MiB of memory that the thread may use; beyond it the review fails with 'limit'; default 4096. */
  readonly maxMemoryMb?: number | undefined;
}

/** Inputs that can be handed to a thread: bytes, paths, and either with a name. */
export interface WorkerReviewInput extends ReviewInput {
  readonly profiles: WorkerInput;
  readonly base?: WorkerInput | undefined;
}

/**
 * As `review`, in a thread that ends with it. Bytes are copied, which takes the event loop about as long as copying them in memory does. Throws
 * ProfileError as `review` does; 'aborted' as soon as the signal says so, whatever the thread is doing.
 */
export function reviewInWorker(input: WorkerReviewInput, options: WorkerOptions = {}): Promise<Review> {
  const { signal, timeoutMs, maxMemoryMb = 4096, ...rest } = options;
  return new Promise((resolve, reject) => {
    const aborted = (): ProfileError => new ProfileError('aborted', 'the review was stopped by its signal');
    if (signal?.aborted === true) {
      reject(aborted());
      return;
    }
    const worker = new Worker(new URL('./review-thread.js', import.meta.url), {
      workerData: { input, options: rest },
      resourceLimits: { maxOldGenerationSizeMb: maxMemoryMb },
    });
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(
            () =>
              settle(() => reject(new ProfileError('limit', `the review took longer than ${timeoutMs} ms`))),
            timeoutMs,
          );
    const onAbort = (): void => settle(() => reject(aborted()));
    let isSettled = false;
    function settle(answer: () => void): void {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      void worker.terminate();
      answer();
    }
    signal?.addEventListener('abort', onAbort);
    worker.once('message', (answer: WorkerAnswer) =>
      settle(() => {
        if ('review' in answer) resolve(answer.review);
        else reject(failure(answer));
      }),
    );
    worker.once('error', (error: NodeJS.ErrnoException) =>
      settle(() =>
        reject(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? new ProfileError('limit', `the review needed more than ${maxMemoryMb} MiB`, null, {
                cause: error,
              })
            : error,
        ),
      ),
    );
    worker.once('exit', () =>
      settle(() => reject(new ProfileError('bug', 'the thread ended without an answer'))),
    );
  });
}

/** The message begins with its place already, so it is not given again. */
function failure({ code, message, place }: Extract<WorkerAnswer, { code: unknown }>): ProfileError {
  const error = new ProfileError(code, message);
  Object.defineProperty(error, 'place', { value: place, enumerable: true });
  return error;
}
