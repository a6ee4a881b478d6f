/** Writes the JSON Schema of the configuration file: `npm run schema`, after the parameters have changed. */
import { writeFileSync } from 'node:fs';
import { CONFIG_SCHEMA_FILE, configSchema } from './config-schema.js';

writeFileSync(CONFIG_SCHEMA_FILE, `${JSON.stringify(configSchema(), null, 2)}\n`);
