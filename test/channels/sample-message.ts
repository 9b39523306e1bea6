import type { Notice } from '../../activities/ledger/notice/notices.ts';
import type { Message } from '../../activities/notify/message.ts';
import type { LedgerRow } from '../../domain/story.ts';
import { message, WAITING } from '../builders/notice.ts';

/** The finding's message number `seq`. */
export function numbered(
  workflowId: string,
  seq: number,
  { of = WAITING, ...change }: Partial<Notice> & { readonly of?: Partial<LedgerRow> } = {},
): Message {
  const sequence = `000001#${String(seq).padStart(8, '0')}`;
  return message({ workflowId, sequence, ...change }, of);
}

/** The same message while another team owns the finding, with these channels. */
export function ownedBy(
  of: Message,
  channels: readonly string[],
  team = of.finding.owner.team,
): Message {
  const { finding } = of;
  const owner = { ...finding.owner, team, channels: [...channels] };
  return { ...of, finding: { ...finding, owner } };
}
