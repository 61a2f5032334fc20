/**
 * The language of the mail templates: Liquid around MJML. A template reads no files but the parts it is given by name, and
 * every value is escaped on its way in: no article can become markup. Only what we have made of Markdown ourselves is
 * {@link Markup}, and no filter makes it.
 *
 * `{% only ITEM %}…{% endonly %}` holds what is for readers of that item, `{% only ITEMS %}` what is for readers of any of
 * them, such as a heading. All else is for everybody.
 */
import {
  type Context,
  type Emitter,
  Liquid,
  Tag,
  type TagToken,
  type Template,
  type TopLevelToken,
  Value,
} from 'liquidjs';
import { escapeMarkup } from './escape.ts';
import { Markup } from './markup.ts';

/** Marks the border between two blocks: what follows is for readers of these items, or for everybody. */
export type Mark = (forItems?: number[]) => string;

/** Far more than an edition needs: a template that runs wild is stopped. Characters, milliseconds, things made. */
const LIMITS = { parseLimit: 400_000, renderLimit: 5_000, memoryLimit: 20_000_000 };

/** Tags of Liquid that write markup, make names or read files, and that no mail needs. */
const NEEDLESS = ['block', 'cycle', 'decrement', 'echo', 'include', 'increment', 'layout', 'liquid', 'raw', 'tablerow'];

/** For one rendering. @param parts - templates that others may name in `{% render %}` */
export function templateEngine(mark: Mark, parts: Record<string, string> = {}): Liquid {
  const engine = new Liquid({
    outputEscape: (value) => (value instanceof Markup ? value.html : escapeMarkup(String(value ?? ''))),
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    ownPropertyOnly: true,
    templates: parts,
    // Parts are read once, not once an item.
    cache: true,
    ...LIMITS,
  });
  delete engine.filters.raw;
  for (const name of NEEDLESS) delete engine.tags[name];
  engine.registerTag('only', onlyTag(mark));
  return engine;
}

function onlyTag(mark: Mark) {
  let around: number[] | undefined;
  return class extends Tag {
    private readonly whose: Value;
    private readonly inner: Template[] = [];

    constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid) {
      super(token, rest, liquid);
      this.whose = new Value(token.tokenizer.readFilteredValue(), liquid);
      const stream = liquid.parser
        .parseStream(rest)
        .on('tag:endonly', () => stream.stop())
        .on('template', (template: Template) => this.inner.push(template))
        .on('end', () => {
          throw new Error(`tag ${token.getText()} not closed`);
        });
      stream.start();
    }

    /** For the analysis of which names a template uses. */
    // biome-ignore lint/correctness/useYield: Liquid wants a generator, and there is nothing to wait for
    *children(): Generator<unknown, Template[]> {
      return this.inner;
    }

    *arguments() {
      yield this.whose;
    }

    *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
      const outer = around;
      around = numbersOf(yield this.whose.value(context, false));
      emitter.write(mark(around));
      yield this.liquid.renderer.renderTemplates(this.inner, context, emitter);
      around = outer;
      emitter.write(mark(around));
    }
  };
}

function numbersOf(whose: unknown): number[] {
  const numbers = [whose].flat().map((item) => (item as { at?: unknown } | null)?.at);
  if (numbers.length > 0 && numbers.every((at) => typeof at === 'number')) return numbers;
  throw new Error('only takes an item, or a list of items');
}
