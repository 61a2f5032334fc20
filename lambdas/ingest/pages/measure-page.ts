import { isElement, type PageElement, type PageNode } from './page-nodes.ts';

export interface Measures {
  /** Characters of text in an element. */
  textOf(element: PageElement): number;
  /** How much work it is to read an element as an item, in elements looked at. */
  workOf(nodes: PageNode[]): number;
}

/** Texts are read up to a limit, so an element's work for each of those around it is bounded too. */
const MOST_READ = 300;

/** Found out once for the whole page. */
export function measurePage(body: PageElement): Measures {
  const known = new Map<PageElement, { text: number; size: number; work: number }>();
  const measure = (element: PageElement) => {
    const made = { text: 0, size: 1, work: 0 };
    for (const child of element.children) {
      if (child.type === 'text') made.text += child.data.trim().length;
      if (!isElement(child)) continue;
      const { text, size, work } = measure(child);
      made.text += text;
      made.size += size;
      made.work += work;
    }
    made.work += Math.min(made.size, MOST_READ);
    known.set(element, made);
    return made;
  };
  measure(body);
  return {
    textOf: (element) => known.get(element)?.text ?? 0,
    workOf: (nodes) => nodes.reduce((sum, node) => sum + (isElement(node) ? (known.get(node)?.work ?? 0) : 1), 0),
  };
}
