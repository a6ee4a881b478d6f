/** Azure Pipelines commands, which a step prints: the service knows warnings and errors, so that notes are warnings too. */
import { forAzure } from '../../base/escape.js';
import type { Review } from '../finding.js';
import { cut } from './output.js';

/** Empty where there is nothing to say. */
export function azureCommands({ findings }: Review): string {
  return findings
    .map(({ path, line, rule, message }) => {
      const properties = [
        'type=warning',
        ...(path === null ? [] : [`sourcepath=${forAzure(path)}`]),
        ...(path === null || line === null ? [] : [`linenumber=${line}`, 'columnnumber=1']),
        `code=${rule}`,
      ];
      return `##vso[task.logissue ${properties.join(';')};]${forAzure(cut(message, 4000))}\n`;
    })
    .join('');
}
