/** `npm run docs`: writes docs/modules.md. */
import { writeFileSync } from 'node:fs';

import { renderModules } from './docs.ts';

writeFileSync(new URL('../../../../../docs/modules.md', import.meta.url), renderModules());
console.log('docs/modules.md is written.');
