import cards from 'adaptivecards/dist/adaptivecards.js';
import { z } from 'zod';

/** Elements of version 1.4 that a card of ours may have. Microsoft's own parser lets empty and unknown parts pass. */
const run = z.strictObject({
  type: z.literal('TextRun'),
  text: z.string().min(1),
  weight: z.enum(['Default', 'Lighter', 'Bolder']).optional(),
  size: z.enum(['Default', 'Small', 'Medium', 'Large', 'ExtraLarge']).optional(),
  isSubtle: z.boolean().optional(),
});
const element = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('RichTextBlock'), inlines: z.array(run).min(1) }),
  z.strictObject({
    type: z.literal('TextBlock'),
    text: z.string().min(1),
    wrap: z.boolean().optional(),
  }),
]);
const cardShape = z.strictObject({
  type: z.literal('AdaptiveCard'),
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json').optional(),
  version: z.enum(['1.0', '1.1', '1.2', '1.3', '1.4']),
  body: z.array(element).min(1),
  actions: z
    .array(
      z.strictObject({
        type: z.literal('Action.OpenUrl'),
        title: z.string().min(1),
        url: z.url({ protocol: /^https?$/ }),
      }),
    )
    // Teams shows no more: https://learn.microsoft.com/adaptive-cards/rendering-cards/actions
    .max(6)
    .optional(),
});

export type SandboxCard = z.infer<typeof cardShape>;

/** A card that Teams would show as it was meant, or what is wrong with it. */
export function readCard(
  content: unknown,
): { readonly card: SandboxCard } | { readonly problems: readonly string[] } {
  const said = vendorProblems(content);
  const parsed = cardShape.safeParse(content);
  if (parsed.success && said.length === 0) return { card: parsed.data };
  const own = parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return { problems: [...said, ...(own ?? [])] };
}

/** What Microsoft's own parser remarks. https://www.npmjs.com/package/adaptivecards */
export function vendorProblems(content: unknown): readonly string[] {
  const context = new cards.SerializationContext(cards.Versions.v1_4);
  const card = new cards.AdaptiveCard();
  card.parse(content, context);
  const { eventCount: length } = context;
  const parsed = Array.from({ length }, (_, n) => context.getEventAt(n).message);
  return [...parsed, ...card.validateProperties().validationEvents.map(({ message }) => message)];
}
