/** What we use of Microsoft's package: its own declarations of this file are no module. */
declare module 'adaptivecards/dist/adaptivecards.js' {
  interface Version {
    readonly label: string;
  }
  class SerializationContext {
    constructor(target: Version);
    readonly eventCount: number;
    getEventAt(index: number): { readonly message: string };
  }
  class AdaptiveCard {
    parse(source: unknown, context: SerializationContext): void;
    validateProperties(): {
      readonly validationEvents: readonly { readonly message: string }[];
    };
  }
  const cards: {
    readonly AdaptiveCard: typeof AdaptiveCard;
    readonly SerializationContext: typeof SerializationContext;
    readonly Versions: { readonly v1_4: Version };
  };
  export default cards;
}
