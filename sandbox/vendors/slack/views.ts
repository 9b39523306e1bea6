/** Forms, with Slack's own limits: https://docs.slack.dev/reference/views/modal-views */
import { z } from 'zod';

import { block, plain, unique } from './blocks.ts';
import type { Answer, Args } from './methods.ts';
import type { SlackState } from './state.ts';

const option = z.strictObject({ text: plain(75), value: z.string().min(1).max(150) });
const options = z.array(option).min(1).max(100);
const shared = { action_id: z.string().max(255), placeholder: plain(150).optional() };

const element = z.discriminatedUnion('type', [
  z.strictObject({
    ...shared,
    type: z.literal('plain_text_input'),
    multiline: z.boolean().optional(),
    initial_value: z.string().max(3000).optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  }),
  z.strictObject({
    action_id: shared.action_id,
    type: z.literal('datetimepicker'),
    // Ten digits.
    initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
  }),
  z
    .strictObject({
      ...shared,
      type: z.literal('static_select'),
      options: options.optional(),
      option_groups: z
        .array(z.strictObject({ label: plain(75), options }))
        .min(1)
        .max(100)
        .optional(),
    })
    .refine(
      ({ options: one, option_groups: other }) => (one === undefined) !== (other === undefined),
    ),
]);

const input = z.strictObject({
  type: z.literal('input'),
  block_id: z.string().max(255),
  label: plain(2000),
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
  element,
});

const blocksShape = z.array(z.union([input, block])).max(100);

const viewShape = z
  .strictObject({
    type: z.literal('modal'),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    callback_id: z.string().max(255).optional(),
    private_metadata: z.string().max(3000).optional(),
    blocks: blocksShape,
  })
  .refine(({ blocks, submit }) => submit !== undefined || inputs(blocks).length === 0)
  .refine(({ blocks }) => unique(inputs(blocks).map((one) => one.block_id)));

type View = z.infer<typeof viewShape>;
type Input = z.infer<typeof input>;

/** A form that somebody has in front of them. */
export interface OpenView extends View {
  readonly id: string;
  readonly user: string;
}

/** Typed, picked as epoch seconds, or chosen by value; by `block_id`. */
export type Filled = Readonly<Record<string, string | number>>;

function inputs(blocks: z.infer<typeof blocksShape>): readonly Input[] {
  return blocks.flatMap((one) => (one.type === 'input' ? [one] : []));
}

/** https://docs.slack.dev/reference/methods/views.open */
export function openView(state: SlackState, args: Args): Answer {
  const { trigger_id: id, view: given = '' } = args;
  if (id === undefined) return { ok: false, error: 'invalid_arguments' };
  const trigger = state.triggers.get(id);
  if (trigger === undefined) return { ok: false, error: 'invalid_trigger_id' };
  if (trigger.used) return { ok: false, error: 'exchanged_trigger_id' };
  if (Date.now() - trigger.at > TRIGGER_LIVES) return { ok: false, error: 'expired_trigger_id' };
  const view = viewShape.safeParse(readJson(given));
  if (!view.success) {
    const messages = view.error.issues.map(
      ({ message, path }) => `[ERROR] ${message} [json-pointer:/view/${path.join('/')}]`,
    );
    return { ok: false, error: 'invalid_arguments', response_metadata: { messages } };
  }
  trigger.used = true;
  const opened = { ...view.data, id: `V${String(state.views.length + 1).padStart(9, '0')}` };
  state.views.push({ ...opened, user: trigger.user });
  return { ok: true, view: opened };
}

/** Milliseconds. https://docs.slack.dev/interactivity/handling-user-interaction */
const TRIGGER_LIVES = 3_000;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the form sends, as Slack's own client lets people fill it in. Throws for what that does not let through. */
export function valuesOf(view: OpenView, filled: Filled): Record<string, unknown> {
  const all = inputs(view.blocks).map((one) => [
    one.block_id,
    { [one.element.action_id]: { type: one.element.type, ...valueOf(one, filled[one.block_id]) } },
  ]);
  return Object.fromEntries(all);
}

function valueOf({ block_id: id, element: of }: Input, given: string | number | undefined): object {
  const refused = new Error(`Nobody can enter ${given} into ${id} (${of.type}).`);
  switch (of.type) {
    case 'plain_text_input':
      if (typeof given !== 'string' || given === '') throw refused;
      if (given.length > (of.max_length ?? 3000)) throw refused;
      return { value: given };
    case 'datetimepicker': {
      const picked = given ?? of.initial_date_time;
      if (typeof picked !== 'number') throw refused;
      return { selected_date_time: picked };
    }
    case 'static_select': {
      const grouped = of.option_groups?.flatMap((group) => group.options) ?? [];
      const chosen = [...(of.options ?? []), ...grouped].find(({ value }) => value === given);
      if (chosen === undefined) throw refused;
      return { selected_option: chosen };
    }
  }
}
