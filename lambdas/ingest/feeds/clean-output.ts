import { type Attribute, written } from './markup-attributes.ts';
import type { MarkupNames } from './markup-names.ts';

/** The well-formed document that the cleaning step writes, with numbers (`12;`) in the place of texts. */
export class CleanOutput {
  /** Kept out of the parser's way, which looks at every character. */
  readonly texts: string[] = [];
  /** Of the elements written. */
  readonly elements = new Set<string>();
  private readonly pieces: string[] = [];
  private readonly open: string[] = [];
  private readonly names: MarkupNames;

  constructor(names: MarkupNames) {
    this.names = names;
  }

  /** Of elements that are open. */
  get depth(): number {
    return this.open.length;
  }

  get outermost(): string {
    return this.open[0] ?? '';
  }

  get place(): number {
    return this.pieces.length;
  }

  levelOf(name: string): number {
    return this.open.lastIndexOf(name);
  }

  /** @returns where its tag stands, for {@link rewriteTag} */
  tag(name: string, attributes: Attribute[], isEmpty: boolean): number {
    this.elements.add(name);
    this.pieces.push(`<${name}${written(attributes, this.names)}${isEmpty ? '/>' : '>'}`);
    if (!isEmpty) this.open.push(name);
    return this.pieces.length - 1;
  }

  rewriteTag(place: number, name: string, attributes: Attribute[]): void {
    this.pieces[place] = `<${name}${written(attributes, this.names)}>`;
  }

  text(text: string): void {
    if (/\S/.test(text)) this.pieces.push(`${this.texts.push(text) - 1};`);
  }

  closeDownTo(level: number): void {
    while (this.open.length > level) this.pieces.push(`</${this.open.pop()}>`);
  }

  /** Takes back everything from there on, what is open included. */
  cutAt(place: number): void {
    this.pieces.length = place;
    this.open.length = 0;
  }

  toString(): string {
    return this.pieces.join('');
  }
}

/** An element that holds text, while it is open: title, description, content. */
export interface TextHolder {
  /** As written in the document, to recognise its end. */
  raw: string;
  depth: number;
  name: string;
  attributes: Attribute[];
  /** Its text is text, not HTML: xhtml, where `&lt;` means the character. */
  isLiteral: boolean;
  hasMarkup: boolean;
  pieces: string[];
  /** Where its opening tag stands in the output: the type is known only at its end. */
  at: number;
}
