/** Tags that are not closed, and what stands where it may not. */
import { type MarkupEvent, scanMarkup } from './scan-markup.ts';
import { placeOf, type TemplateFault } from './template-fault.ts';
import {
  attributeObjection,
  type Objection,
  type OpenTag,
  tagObjection,
  textObjection,
  unreadObjection,
} from './template-places.ts';

const VOID = ['area', 'br', 'col', 'hr', 'img', 'input', 'source', 'wbr'];

/** More of them come of one mistake, and nobody reads on. */
export const ENOUGH_FAULTS = 100;

interface Reading {
  text: string;
  open: OpenTag[];
  /** Once the document is closed. */
  isOver: boolean;
  say: (at: number, objection: Objection | undefined) => void;
}

/** @param text - a variant, in which characters of ours stand for what Liquid puts in */
export function markupFaults(text: string): TemplateFault[] {
  const faults: TemplateFault[] = [];
  const say: Reading['say'] = (at, objection) => {
    if (!objection || faults.length >= ENOUGH_FAULTS) return;
    const { message, at: within = 0, isAdvice = false } = objection;
    faults.push({ ...placeOf(text, at + within), message, isBlocking: !isAdvice });
  };
  const reading: Reading = { text, open: [], isOver: false, say };
  for (const event of scanMarkup(text)) read(event, reading);
  for (const { name, at } of reading.open) {
    say(at, { message: `<${name}> is not closed: the template ends before </${name}>` });
  }
  return faults;
}

function read(event: MarkupEvent, reading: Reading): void {
  const { open, isOver, say } = reading;
  const around = open.map(({ name }) => name);
  if (event.kind === 'fault') say(event.at, { message: event.message });
  else if (event.kind === 'text') say(event.at, textObjection(event.text, isOver ? null : around));
  else if (event.kind === 'open') readTag(event, around, reading);
  else if (event.kind === 'close') close(event, reading);
  else say(event.at, unreadObjection(event.kind, event.text));
}

function readTag(tag: OpenTag, around: string[], { open, isOver, say }: Reading): void {
  const isVoid = VOID.includes(tag.name.toLowerCase());
  say(tag.at, isOver ? { message: 'Nothing may follow </mjml>' } : tagObjection(tag, isVoid));
  for (const attribute of tag.attributes) say(attribute.at, attributeObjection(attribute, tag, around));
  if (!tag.isSelfClosed && !isVoid) open.push(tag);
}

function close({ name, at }: { name: string; at: number }, reading: Reading): void {
  const { open, text, say } = reading;
  const place = open.findLastIndex((one) => one.name === name);
  if (place < 0) {
    say(at, { message: `</${name}> closes nothing that is open` });
    return;
  }
  const [, ...unclosed] = open.splice(place);
  const { line } = placeOf(text, at);
  for (const one of unclosed) say(one.at, { message: `<${one.name}> is not closed before </${name}> in line ${line}` });
  reading.isOver ||= name === 'mjml';
}
