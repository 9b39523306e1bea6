import cards from 'adaptivecards/dist/adaptivecards.js';
import { z } from 'zod';

/** The elements of version 1.4 that our cards use. Microsoft's own parser accepts empty and unknown parts. */
const run = z.strictObject({
  type: z.literal('TextRun'),
  text: z.string().min(1),
  weight: z.enum(['Default', 'Lighter', 'Bolder']).optional(),
  size: z.enum(['Default', 'Small', 'Medium', 'Large', 'ExtraLarge']).optional(),
  isSubtle: z.boolean().optional(),
});
const element = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('RichTextBlock'),
    id: z.string().min(1).optional(),
    isVisible: z.boolean().optional(),
    inlines: z.array(run).min(1),
  }),
  z.strictObject({
    type: z.literal('TextBlock'),
    text: z.string().min(1),
    wrap: z.boolean().optional(),
  }),
]);
const action = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('Action.OpenUrl'),
    title: z.string().min(1),
    url: z.url({ protocol: /^https?$/ }),
  }),
  z.strictObject({
    type: z.literal('Action.ToggleVisibility'),
    title: z.string().min(1),
    targetElements: z.array(z.string()).min(1),
  }),
]);
const cardShape = z
  .strictObject({
    type: z.literal('AdaptiveCard'),
    $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json').optional(),
    version: z.enum(['1.0', '1.1', '1.2', '1.3', '1.4']),
    body: z.array(element).min(1),
    // Teams shows no more: https://learn.microsoft.com/adaptive-cards/rendering-cards/actions
    actions: z.array(action).max(6).optional(),
  })
  .refine(
    ({ body, actions = [] }) =>
      actions.every(
        (one) =>
          one.type === 'Action.OpenUrl' ||
          one.targetElements.every((id) => body.some((block) => 'id' in block && block.id === id)),
      ),
    'an action toggles an element that the card does not have',
  );

export type SandboxCard = z.infer<typeof cardShape>;

/** A card that Teams would show in full, or what is wrong with it. */
export function readCard(
  content: unknown,
): { readonly card: SandboxCard } | { readonly problems: readonly string[] } {
  const vendors = vendorProblems(content);
  const parsed = cardShape.safeParse(content);
  if (parsed.success && vendors.length === 0) return { card: parsed.data };
  const own = parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return { problems: [...vendors, ...(own ?? [])] };
}

/** The remarks of Microsoft's own parser. https://www.npmjs.com/package/adaptivecards */
export function vendorProblems(content: unknown): readonly string[] {
  const context = new cards.SerializationContext(cards.Versions.v1_4);
  const card = new cards.AdaptiveCard();
  card.parse(content, context);
  const { eventCount: length } = context;
  const parsed = Array.from({ length }, (_, n) => context.getEventAt(n).message);
  return [...parsed, ...card.validateProperties().validationEvents.map(({ message }) => message)];
}
