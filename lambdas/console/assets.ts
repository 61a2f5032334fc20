import pico from '@picocss/pico/css/pico.classless.min.css';
import { contentHash } from '../platform/objects.ts';
import own from './console.css';
import { uploadScript } from './upload-script.ts';

export interface Asset {
  /** Named by its content, so that it may be kept for ever. */
  path: string;
  text: string;
  contentType: string;
}

/** In the order a page needs them. */
export const STYLE_SHEETS: Asset[] = [asset('pico', 'css', pico), asset('console', 'css', own)];

export const UPLOAD_SCRIPT: Asset = asset('upload', 'js', uploadScript);

export const ASSETS: Asset[] = [...STYLE_SHEETS, UPLOAD_SCRIPT];

function asset(name: string, kind: 'css' | 'js', text: string): Asset {
  const type = kind === 'css' ? 'text/css' : 'text/javascript';
  const path = `/console/assets/${name}.${contentHash(text).slice(0, 16)}.${kind}`;
  return { path, text, contentType: `${type}; charset=utf-8` };
}
