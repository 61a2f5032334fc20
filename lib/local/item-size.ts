/** How large an item is for DynamoDB's bill: UTF-8 bytes of names and values, as its documentation counts them. */
import type { Item } from './dynalite.ts';

type Value = Record<string, unknown>;

export function itemBytes(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

function valueBytes(value: Value): number {
  const [[type, raw] = ['NULL', true]] = Object.entries(value);
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(raw));
    case 'N':
      return numberBytes(String(raw));
    case 'B':
      return Buffer.from(String(raw), 'base64').length;
    case 'SS':
      return sum(raw, (text) => Buffer.byteLength(String(text)));
    case 'NS':
      return sum(raw, (text) => numberBytes(String(text)));
    case 'BS':
      return sum(raw, (text) => Buffer.from(String(text), 'base64').length);
    case 'L':
      return 3 + sum(raw, (inner) => 1 + valueBytes(inner as Value));
    case 'M':
      return 3 + Object.keys(raw as Item).length + itemBytes(raw as Item);
    default:
      return 1;
  }
}

/** About one byte for two significant digits, one for the exponent and one for a minus. */
function numberBytes(text: string): number {
  const digits = text
    .replace(/e.*$/i, '')
    .replace(/[^0-9]/g, '')
    .replace(/^0+|0+$/g, '');
  return 1 + Math.ceil(digits.length / 2) + (text.startsWith('-') ? 1 : 0);
}

function sum(list: unknown, size: (item: unknown) => number): number {
  return (list as unknown[]).reduce<number>((total, item) => total + size(item), 0);
}
