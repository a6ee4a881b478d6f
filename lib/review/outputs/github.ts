/** GitHub workflow commands, which a step prints and the service shows beside the lines: ten of a level, as many as are shown. */
import { forGithubData, forGithubProperty } from '../../base/escape.js';
import type { Review } from '../finding.js';
import { cut, RULE_TITLES } from './output.js';

/** Of warnings and of notices, each. */
const SHOWN = 10;

/** Empty where there is nothing to say. */
export function githubCommands({ findings }: Review): string {
  const counts = { note: 0, warning: 0 };
  const lines: string[] = [];
  for (const { level, rule, path, line, message } of findings) {
    if (++counts[level] > SHOWN) continue;
    const properties = [
      ...(path === null ? [] : [`file=${forGithubProperty(path)}`]),
      ...(path === null || line === null ? [] : [`line=${line}`, `endLine=${line}`]),
      `title=${forGithubProperty(RULE_TITLES[rule])}`,
    ];
    const command = level === 'warning' ? 'warning' : 'notice';
    lines.push(`::${command} ${properties.join(',')}::${forGithubData(cut(message, 4000))}\n`);
  }
  const left = findings.length - lines.length;
  if (left > 0) lines.push(`::notice title=flameworth::${left} more in the job summary\n`);
  return lines.join('');
}
