/** `npm run docs`: writes docs/notifications.schema.json. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { messageJsonSchema } from './message.ts';

const file = fileURLToPath(new URL('../../docs/notifications.schema.json', import.meta.url));
writeFileSync(file, messageJsonSchema());
console.log(`${file} is written.`);
