/** As much of css-tree (it brings no types) as the checks use. Its other doors load tables of all of CSS. */
declare module 'css-tree/parser' {
  export interface CssNode {
    type: string;
    name?: unknown;
    value?: unknown;
    unit?: string;
    property?: string;
    important?: boolean | string;
    modifier?: string | null;
    mediaType?: string | null;
    condition?: CssNode | null;
    prelude?: CssNode | null;
    block?: CssNode | null;
    children?: Iterable<CssNode> | null;
    loc?: { start: { offset: number }; end: { offset: number } } | null;
  }
  interface ParseOptions {
    context?: 'stylesheet' | 'declarationList';
    parseValue?: boolean;
    positions?: boolean;
  }
  export default function parse(css: string, options?: ParseOptions): CssNode;
}
