/** `npm run docs`: writes policies/schema/*.json. */
import { mkdirSync, writeFileSync } from 'node:fs';

import { jsonSchemas } from './json-schemas.ts';

const folder = `${import.meta.dirname}/../schema`;
mkdirSync(folder, { recursive: true });
for (const [name, text] of jsonSchemas()) writeFileSync(`${folder}/${name}`, text);
console.log(`${folder} is written.`);
