/** `npm run docs`: writes docs/controls.md. */
import { writeFileSync } from 'node:fs';

import { renderControls } from './docs.ts';

writeFileSync(`${import.meta.dirname}/../docs/controls.md`, await renderControls());
console.log('docs/controls.md is written.');
