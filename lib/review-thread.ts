/** What runs in the thread of `worker.ts`: one review, one answer. Does nothing where it is imported by hand. */
import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorCode, type ErrorPlace, ProfileError } from './base/errors.js';
import type { Review } from './review/finding.js';
import { type ReviewInput, type ReviewOptions, review } from './review.js';

/** What a thread can be given. */
type Portable = string | Uint8Array | { readonly name: string; readonly input: string | Uint8Array };
export type WorkerInput = Portable | readonly Portable[];

export type WorkerAnswer =
  | { readonly review: Review }
  | { readonly code: ErrorCode; readonly message: string; readonly place: ErrorPlace | null };

if (parentPort !== null && workerData !== null) {
  const port = parentPort;
  const { input, options } = workerData as { input: ReviewInput; options: ReviewOptions };
  review(input, options).then(
    (found) => port.postMessage({ review: found } satisfies WorkerAnswer),
    (error: unknown) =>
      port.postMessage(
        (error instanceof ProfileError
          ? { code: error.code, message: error.message, place: error.place }
          : {
              code: 'bug',
              message: error instanceof Error ? error.message : String(error),
              place: null,
            }) satisfies WorkerAnswer,
      ),
  );
}
