/**
 * Prints the fingerprints, in whichever engine runs it:
 *
 *   node dist/test/bench/engine-fingerprint.js; gjs -m ...; jsc -m ...
 */
import { engineFingerprint, fingerprint } from '../support/fingerprint.js';

const { print } = globalThis as { readonly print?: (text: string) => void };
(print ?? console.log)(`ours ${fingerprint()}, the engine's Math ${engineFingerprint()}`);
