/** Finding our own again. https://learn.microsoft.com/en-us/rest/api/azure/devops/wit/wiql/query-by-wiql */
import { z } from 'zod';

import { callAs } from '../call.ts';
import type { Call } from '../call.ts';
import type { TicketRef } from '../tickets.ts';
import { VERSION } from './work-items.ts';

const user = z.object({ authenticatedUser: z.object({ id: z.string().min(1) }) });
const hits = z.object({ workItems: z.array(z.object({ id: z.int() })) });
/** Those that went meanwhile are null. */
const items = z.object({
  value: z.array(
    z
      .object({
        id: z.int(),
        fields: z.object({
          'System.Tags': z.string().default(''),
          'System.CreatedBy': z.object({ id: z.string() }).optional(),
        }),
      })
      .nullable(),
  ),
});

/** Anybody may write our tag on anything, and CONTAINS may find more than a whole tag: both are looked at again. */
export async function find(call: Call, project: string, mark: string): Promise<TicketRef | null> {
  const what = `looking for ${mark} in ${project}`;
  const us = await callAs(call, user, { method: 'GET', path: '/_apis/connectionData', what });
  const query = `SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project AND [System.Tags] CONTAINS ${quoted(mark)} ORDER BY [System.Id] ASC`;
  const path = `/${encodeURIComponent(project)}/_apis/wit/wiql?$top=50&${VERSION}`;
  const { workItems } = await callAs(call, hits, { method: 'POST', path, body: { query }, what });
  const ids = workItems.map(({ id }) => id);
  if (ids.length === 0) return null;
  const fields = 'System.Tags,System.CreatedBy';
  const list = `/_apis/wit/workitems?ids=${ids.join(',')}&fields=${fields}&errorPolicy=Omit&${VERSION}`;
  const { value } = await callAs(call, items, { method: 'GET', path: list, what });
  const ours = value.find(
    (one) =>
      one?.fields['System.CreatedBy']?.id === us.authenticatedUser.id &&
      one.fields['System.Tags'].split(';').some((tag) => tag.trim() === mark),
  );
  return ours === undefined || ours === null ? null : { id: String(ours.id) };
}

/** A WIQL string. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
