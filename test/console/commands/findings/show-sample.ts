import type { Lifecycle } from '../../../../activities/ledger/ledger.ts';
import { compareStory } from '../../../../activities/sealing/chain.ts';
import { showFinding, type ShowFrom } from '../../../../console/commands/findings/show.ts';
import { ANYBODY } from '../../../../console/commands/findings/viewer.ts';
import { links } from '../../../../console/output/links.ts';
import { ledgerOf, lifecycle, NOW, PLAN, refusalsOf, tablesWith, type Told } from '../../rows.ts';

/** What `findings show` reads, for its tests. */
export const story: readonly Told[] = [
  {
    episode: 1,
    seq: 1,
    at: '2026-03-01T11:58:01.123Z',
    kind: 'observed',
    phase: 'TRIAGE',
    actor: 'aws/securityhub',
    text: 'aws/securityhub reported CRITICAL: public bucket',
  },
  {
    episode: 1,
    seq: 2,
    at: '2026-03-01T11:58:03.123Z',
    kind: 'approval-asked',
    phase: 'AWAITING_APPROVAL',
    actor: 'closeloop',
    text: 'CRITICAL in production needs an approval',
    planHash: PLAN,
    verificationId: 'v-1',
    evidence: { bucket: 'evidence', key: 'a/v-1.json', sha256: 'ef'.repeat(32) },
  },
];
const UNSEALED = { comparison: compareStory([], []), last: { number: 0, hash: null } };
const places = links(
  { temporalUi: null, securityHubRegion: 'eu-west-1' },
  { address: '127.0.0.1:7233', namespace: 'default' },
);
export const from = (row: Lifecycle, told = story, changes: Partial<ShowFrom> = {}): ShowFrom => ({
  ledger: ledgerOf([row], told),
  tables: tablesWith(),
  policiesDir: 'policies',
  links: places,
  refusals: refusalsOf(),
  notices: { undelivered: async () => [] },
  attempts: { attempts: async () => [] },
  whereTold: { places: async () => [] },
  storyChecks: { check: async () => UNSEALED },
  viewer: async () => ANYBODY,
  ...changes,
});
export const shown = async (row = lifecycle()) => await showFinding(from(row), row.workflowId, NOW);
