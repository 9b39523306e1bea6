/** The Atlassian Document Format, by Atlassian's own schema: adf-schema-license.txt says whence. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { Ajv } from 'ajv';
import { z } from 'zod';

const SCHEMA = fileURLToPath(new URL('adf-schema.json', import.meta.url));

/** A check of documents: true for what Jira takes. It takes a moment to make. */
export function adfCheck(): (document: unknown) => boolean {
  const { $schema: _draft, ...schema } = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  // The schema is of draft 4; it uses nothing that later drafts read differently.
  const validate = new Ajv({ strict: false, validateSchema: false }).compile(schema);
  return (document) => validate(document);
}
