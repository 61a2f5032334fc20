import type { Child } from 'hono/jsx';
import { decode } from 'html-entities';
import { marked, type Token, type Tokens } from 'marked';

/** Markdown nested deeper than anyone writes is shown as it was typed. */
const DEEPEST = 30;

/**
 * Markdown as it will read. Every element is made here, by name: HTML in it stays text, and a link leads to the web or
 * nowhere. Taking the article in cleans it again, by its own rules.
 */
export function MarkdownPreview({ markdown }: { markdown: string }) {
  try {
    return <>{blocks(marked.lexer(markdown, { gfm: true }), 0)}</>;
  } catch {
    return <pre>{markdown}</pre>;
  }
}

function blocks(tokens: Token[] = [], depth: number): Child[] {
  return tokens.map((token) => (depth > DEEPEST ? token.raw : block(token as Tokens.Generic, depth + 1)));
}

/** By what marked calls them: <https://marked.js.org/using_pro#lexer>. */
function block(token: Tokens.Generic, depth: number): Child {
  const inner = () => blocks(token.tokens, depth);
  switch (token.type) {
    case 'heading':
      return token.depth > 2 ? <h4>{inner()}</h4> : <h3>{inner()}</h3>;
    case 'paragraph':
      return <p>{inner()}</p>;
    case 'blockquote':
      return <blockquote>{inner()}</blockquote>;
    case 'list': {
      const items = (token as Tokens.List).items.map((item) => <li>{blocks(item.tokens, depth)}</li>);
      return token.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'code':
      return <pre>{token.text}</pre>;
    case 'hr':
      return <hr />;
    case 'space':
      return '';
    default:
      return inline(token, inner);
  }
}

function inline(token: Tokens.Generic, inner: () => Child[]): Child {
  switch (token.type) {
    case 'strong':
      return <strong>{inner()}</strong>;
    case 'em':
      return <em>{inner()}</em>;
    case 'del':
      return <del>{inner()}</del>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return /^https?:\/\//i.test(token.href) ? (
        <a href={token.href} rel="noreferrer">
          {inner()}
        </a>
      ) : (
        <u>{inner()}</u>
      );
    case 'image':
      return <span class="badge">{token.text || token.href}</span>;
    case 'text':
    case 'escape':
      return token.tokens ? inner() : decode(token.text);
    default:
      return token.raw;
  }
}
