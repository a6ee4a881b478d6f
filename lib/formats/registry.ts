/** The list of input formats, and which of them recognizes an input. */
import { atByte, ProfileError } from '../base/errors.js';
import { callgrind } from './callgrind/format.js';
import { chromeTrace } from './chrome-trace/format.js';
import { cpuprofile } from './cpuprofile/format.js';
import { firefox } from './firefox/format.js';
import { folded } from './folded/format.js';
import type { ByteSource, Confidence, Format } from './format.js';
import { heapprofile } from './heapprofile/format.js';
import { jfr } from './jfr/format.js';
import { perfData } from './perf-data/format.js';
import { perfScript } from './perf-script/format.js';
import { pprof } from './pprof/format.js';
import { pprofLegacy } from './pprof-legacy/format.js';
import { speedscope } from './speedscope/format.js';

/** Adding a format is adding one line here. */
export const FORMATS: readonly Format[] = [
  pprof,
  perfData,
  perfScript,
  folded,
  cpuprofile,
  heapprofile,
  speedscope,
  jfr,
  chromeTrace,
  firefox,
  callgrind,
  pprofLegacy,
];

const FIRST_PEEK = 4096;
const LAST_PEEK = 1 << 16;

/** Known by their magic and not readable: what to do instead. */
const NOT_READ: readonly { readonly magic: string; readonly what: string; readonly instead: string }[] = [
  {
    magic: 'PERFFILE',
    what: 'a perf.data file of version 1',
    instead: 'record it again with a perf of this decade',
  },
  {
    magic: 'Nettrace',
    what: 'a trace of .NET',
    instead: 'run "dotnet-trace convert --format Speedscope FILE" and give what it writes',
  },
  { magic: 'PK\x03\x04', what: 'a zip archive', instead: 'unpack it and give the profile in it' },
];

/**
 * The format of a source, by content and never by name: doubles the look-ahead while nobody is sure. Throws
 * 'unsupported' for known files that are not read, 'empty' for no bytes, 'unknown-format' otherwise.
 */
export async function detect(source: ByteSource, formats: readonly Format[] = FORMATS): Promise<Format> {
  let answers: { format: Format; confidence: Confidence }[] = [];
  for (let length = FIRST_PEEK; ; length *= 2) {
    const prefix = await source.peek(length);
    const complete = prefix.length < length;
    if (prefix.length === 0)
      throw new ProfileError('empty', 'the file is empty; expected a profile', atByte(source.name, 0));
    refuseKnown(source.name, prefix);
    answers = formats.map((format) => ({ format, confidence: format.sniff(prefix, complete) }));
    const sure = answers.filter(({ confidence }) => confidence === 'yes');
    if (sure.length === 1) return sure[0]!.format;
    const open = answers.filter(({ confidence }) => confidence === 'maybe');
    if (sure.length > 1 || open.length === 0) break;
    if (complete || length >= LAST_PEEK) {
      if (open.length === 1) return open[0]!.format;
      break;
    }
  }
  throw await unknown(source, answers);
}

/** A format by its id; throws 'usage' that lists the ids. */
export function formatNamed(id: string): Format {
  const format = FORMATS.find((candidate) => candidate.id === id);
  if (format === undefined) {
    throw new ProfileError(
      'usage',
      `there is no input format "${id}"; expected one of ${FORMATS.map((known) => known.id).join(', ')}`,
    );
  }
  return format;
}

function refuseKnown(name: string, prefix: Uint8Array): void {
  for (const { magic, what, instead } of NOT_READ) {
    if (prefix.length >= magic.length && [...magic].every((char, i) => prefix[i] === char.charCodeAt(0))) {
      throw new ProfileError(
        'unsupported',
        `is ${what}, which this version does not read; ${instead}`,
        atByte(name, 0),
      );
    }
  }
}

async function unknown(
  source: ByteSource,
  answers: readonly { format: Format; confidence: Confidence }[],
): Promise<ProfileError> {
  const head = (await source.peek(16)).slice(0, 16);
  const hex = [...head].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const said = answers.map(({ format, confidence }) => `${format.id}: ${confidence}`).join(', ');
  const titles = FORMATS.map(({ title }) => title).join(', ');
  return new ProfileError(
    'unknown-format',
    `is in no format that flameworth reads (${said}; first bytes ${hex}); expected one of: ${titles}`,
    atByte(source.name, 0),
  );
}
