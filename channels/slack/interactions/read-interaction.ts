/** What Slack sends when somebody presses a button or submits a form. */
import { createHash } from 'node:crypto';

import { z } from 'zod';

import { actionId, IMMEDIATE, WITH_FORM } from '../buttons.ts';
import type { ButtonValue, Immediate, WithForm } from '../buttons.ts';
import { shownBlocks } from './form-text.ts';
import { FIELDS } from './form.ts';

/** A button that somebody pressed, or a form that they submitted. */
export interface Press {
  /** The same for the same press, however often it is sent. */
  readonly id: string;
  readonly user: string;
  readonly channel: string;
  readonly update: Immediate | WithForm;
  /** The workflow id. */
  readonly finding: string;
  /** Null for a button alone. */
  readonly submitted: Submitted | null;
}

/** A form that was sent in: what Slack showed in it, and what the person wrote. */
interface Submitted {
  readonly shown: z.infer<typeof shownBlocks>;
  readonly why: string;
  /** Epoch seconds; null where the form does not ask for an end. */
  readonly until: number | null;
  readonly team: string | null;
}

export type Interaction =
  | { readonly kind: 'decide'; readonly press: Press }
  /** The trigger opens a form, once and within three seconds. */
  | {
      readonly kind: 'open-form';
      readonly press: Press & { readonly update: WithForm };
      readonly trigger: string;
    }
  | { readonly kind: 'submit-form'; readonly press: Press };

/** Null for a button that decides nothing: a link. Throws a ZodError for what is no interaction. */
export function readInteraction(body: string): Interaction | null {
  const given: unknown = JSON.parse(new URLSearchParams(body).get('payload') ?? '{}');
  const payload = payloadShape.parse(given);
  return payload.type === 'view_submission' ? readSubmission(payload) : readPress(payload);
}

const id = z.string().min(1).max(64);
const user = z.object({ id });
const trigger = z.string().min(1).max(200);

const buttonsShape = z.object({
  type: z.literal('block_actions'),
  user,
  trigger_id: trigger,
  channel: z.object({ id }),
  message: z.object({ ts: z.string() }),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        action_ts: z.string(),
        value: z.string().max(2000).optional(),
      }),
    )
    .min(1),
});

/** Of the elements that our forms have. */
const fieldShape = z.object({
  value: z.string().nullish(),
  selected_date_time: z.int().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});
type Field = z.infer<typeof fieldShape>;

const viewShape = z.object({
  type: z.literal('view_submission'),
  user,
  trigger_id: trigger,
  view: z.object({
    id,
    callback_id: z.string(),
    private_metadata: z.string().max(3000),
    blocks: shownBlocks,
    state: z.object({ values: z.record(z.string(), z.record(z.string(), fieldShape)) }),
  }),
});

/**
 * https://docs.slack.dev/reference/interaction-payloads/block_actions-payload and
 * https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
 */
const payloadShape = z.discriminatedUnion('type', [buttonsShape, viewShape]);

/** Buttons of older messages say more, which is not read. */
const finding = z.string().min(1).max(2048);
const valueShape = z.object({ finding }) satisfies z.ZodType<ButtonValue>;

function readPress(payload: z.infer<typeof buttonsShape>): Interaction | null {
  const all = [...IMMEDIATE, ...WITH_FORM];
  const found = payload.actions
    .map((action) => ({ action, what: all.find((one) => actionId(one) === action.action_id) }))
    .find(({ what }) => what !== undefined);
  if (found?.what === undefined) return null;
  const { user: by, channel, message, trigger_id: opens } = payload;
  const { action_id: action, action_ts: at, value = '' } = found.action;
  const press = {
    id: identity([by.id, channel.id, message.ts, action, at, value]),
    user: by.id,
    channel: channel.id,
    finding: valueShape.parse(JSON.parse(value)).finding,
    submitted: null,
  };
  const update = WITH_FORM.find((one) => one === found.what);
  if (update !== undefined)
    return { kind: 'open-form', press: { ...press, update }, trigger: opens };
  return { kind: 'decide', press: { ...press, update: found.what } };
}

function identity(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

const metadataShape = z.object({ finding, channel: id });

/** A form that is sent again after a refusal has another trigger: it counts as another press. */
function readSubmission({
  user: by,
  view,
  trigger_id: sentWith,
}: z.infer<typeof viewShape>): Interaction | null {
  const update = WITH_FORM.find((one) => actionId(one) === view.callback_id);
  if (update === undefined) return null;
  const { finding: about, channel } = metadataShape.parse(JSON.parse(view.private_metadata));
  const field = (name: string): Field => view.state.values[name]?.[name] ?? {};
  const submitted = {
    shown: view.blocks,
    why: field(FIELDS.why).value ?? '',
    until: field(FIELDS.until).selected_date_time ?? null,
    team: field(FIELDS.team).selected_option?.value ?? null,
  };
  const press = {
    id: identity([by.id, view.id, sentWith]),
    user: by.id,
    channel,
    update,
    finding: about,
    submitted,
  };
  return { kind: 'submit-form', press };
}
