import pico from '@picocss/pico/css/pico.classless.min.css';
import { contentHash } from '../platform/objects.ts';
import own from './console.css';

export interface Asset {
  /** Named by its content, so that it may be kept for ever. */
  path: string;
  text: string;
}

/** In the order a page needs them. */
export const STYLE_SHEETS: Asset[] = [asset('pico', pico), asset('console', own)];

function asset(name: string, text: string): Asset {
  return { path: `/console/assets/${name}.${contentHash(text).slice(0, 16)}.css`, text };
}
