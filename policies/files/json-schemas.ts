import { z } from 'zod';

import { documentsFile } from '../documents.ts';
import { repositoriesFile } from '../repositories.ts';
import { deadlinesFile, decisionsFile, ownershipFile, remediationFile } from './file-shapes.ts';

/** File name in `policies/schema` → text: JSON schemas for editors, of the shapes that `load.ts` reads by. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map([
    ['ownership.json', render(ownershipFile, 'Who owns what')],
    ['remediation.json', render(remediationFile, 'What a machine may do')],
    ['deadlines.json', render(deadlinesFile, 'How long things may take')],
    ['decisions.json', render(decisionsFile, 'What people may decide')],
    ['documents.json', render(documentsFile, 'Which documents of AWS may run')],
    ['repositories.json', render(repositoriesFile, 'Where the source of live resources is')],
  ]);
}

function render(schema: z.ZodType, title: string): string {
  const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ title, ...json }, null, 2)}\n`;
}
