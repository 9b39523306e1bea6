/** `npm run docs`: writes docs/variables.md. */
import { writeFileSync } from 'node:fs';

import { renderVariables } from './docs.ts';

writeFileSync(`${import.meta.dirname}/../../docs/variables.md`, renderVariables());
console.log('docs/variables.md is written.');
