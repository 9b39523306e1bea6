/** `npm run docs`: writes the JSON Schemas of what is published on the topic into docs/. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { alarmJsonSchema } from '../audit/alarm.ts';
import { switchJsonSchema } from '../kill-switch/message.ts';
import { messageJsonSchema } from './message.ts';

write('notifications', messageJsonSchema());
write('audit-alarm', alarmJsonSchema());
write('kill-switch', switchJsonSchema());

function write(name: string, schema: string): void {
  const file = fileURLToPath(new URL(`../../docs/${name}.schema.json`, import.meta.url));
  writeFileSync(file, schema);
  console.log(`${file} is written.`);
}
