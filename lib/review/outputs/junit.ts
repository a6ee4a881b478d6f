/** JUnit XML: a test for each finding. Warnings are failures; notes pass and say so; a review without findings is one test that passes. */
import { forXml } from '../../base/escape.js';
import type { Review } from '../finding.js';
import type { OutputOptions } from './output.js';

export function junit({ findings, headline }: Review, { tool }: OutputOptions): string {
  const failures = findings.filter(({ level }) => level === 'warning').length;
  const tests = Math.max(1, findings.length);
  const cases =
    findings.length === 0
      ? [`    <testcase classname="${forXml(tool.name)}" name="${forXml(headline)}" time="0"/>`]
      : findings.map(({ rule, name, path, line, level, message }) => {
          const file =
            path === null ? '' : ` file="${forXml(path)}"${line === null ? '' : ` line="${line}"`}`;
          const told =
            level === 'warning'
              ? `<failure type="${rule}" message="${forXml(message)}"/>`
              : `<system-out>${forXml(message)}</system-out>`;
          return `    <testcase classname="${forXml(tool.name)}.${rule}" name="${forXml(name)}" time="0"${file}>${told}</testcase>`;
        });
  const counts = `tests="${tests}" failures="${failures}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts} time="0">`,
    `  <testsuite name="${forXml(tool.name)}" ${counts} skipped="0" time="0">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
