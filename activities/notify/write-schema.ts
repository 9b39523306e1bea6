/** `npm run docs`: writes docs/notifications.schema.json and docs/audit-alarm.schema.json. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { alarmJsonSchema } from '../audit/alarm.ts';
import { messageJsonSchema } from './message.ts';

write('notifications', messageJsonSchema());
write('audit-alarm', alarmJsonSchema());

function write(name: string, schema: string): void {
  const file = fileURLToPath(new URL(`../../docs/${name}.schema.json`, import.meta.url));
  writeFileSync(file, schema);
  console.log(`${file} is written.`);
}
