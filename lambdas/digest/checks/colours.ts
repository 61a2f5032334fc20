/** Colours as style sheets write them. */
import { NAMED_COLOURS } from './named-colours.ts';

/** 0 to 255, and how much of what is behind it is covered: 0 to 1. */
export interface Colour {
  red: number;
  green: number;
  blue: number;
  alpha: number;
}

const NUMBER = /^([+-]?\d*\.?\d+)(%|deg)?$/;

/** @returns undefined for what is no colour, or none that can be told from the text alone (`currentcolor`, `var(…)`) */
export function readColour(text: string): Colour | undefined {
  const value = text.trim().toLowerCase();
  if (value === 'transparent') return { red: 0, green: 0, blue: 0, alpha: 0 };
  const hex = value.startsWith('#') ? value.slice(1) : NAMED_COLOURS.get(value);
  if (hex !== undefined) return fromHex(hex);
  const [, name = '', inner = ''] = /^(rgba?|hsla?)\(([^()]*)\)$/.exec(value) ?? [];
  const parts = inner.split(/[\s,/]+/).filter(Boolean);
  if (parts.length < 3 || parts.length > 4) return undefined;
  const alpha = parts[3] === undefined ? 1 : portion(parts[3], 1);
  const channels = name.startsWith('rgb') ? parts.slice(0, 3).map((part) => portion(part, 255)) : fromHsl(parts);
  return colourOf([...channels, alpha]);
}

function fromHex(hex: string): Colour | undefined {
  if (!/^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(hex)) return undefined;
  const pairs = hex.length < 6 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? []);
  const [red, green, blue, alpha = 255] = pairs.map((pair) => Number.parseInt(pair, 16));
  return colourOf([red, green, blue, alpha / 255]);
}

/** A number as it is, a percentage as its part of `whole`. */
function portion(text: string, whole: number): number | undefined {
  const [, digits, unit] = NUMBER.exec(text) ?? [];
  if (digits === undefined || unit === 'deg') return undefined;
  const value = unit === '%' ? (Number(digits) / 100) * whole : Number(digits);
  return Math.min(whole, Math.max(0, value));
}

function fromHsl([hueText = '', saturationText = '', lightnessText = '']: string[]): (number | undefined)[] {
  const hue = Number(NUMBER.exec(hueText)?.[1]);
  const saturation = portion(saturationText, 1);
  const lightness = portion(lightnessText, 1);
  if (Number.isNaN(hue) || saturation === undefined || lightness === undefined) return [];
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const place = (((offset + hue / 30) % 12) + 12) % 12;
    return (lightness - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1))) * 255;
  };
  return [channel(0), channel(8), channel(4)];
}

function colourOf([red, green, blue, alpha]: (number | undefined)[]): Colour | undefined {
  if (red === undefined || green === undefined || blue === undefined || alpha === undefined) return undefined;
  return { red, green, blue, alpha };
}

/** What is seen when one lies over another that covers everything. */
export function over(upper: Colour, lower: Colour): Colour {
  const mixed = (one: number, other: number) => one * upper.alpha + other * (1 - upper.alpha);
  return {
    red: mixed(upper.red, lower.red),
    green: mixed(upper.green, lower.green),
    blue: mixed(upper.blue, lower.blue),
    alpha: 1,
  };
}

/** `#rrggbb` */
export const hexOf = ({ red, green, blue }: Colour): string =>
  `#${[red, green, blue].map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
