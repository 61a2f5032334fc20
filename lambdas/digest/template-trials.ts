/** A template filled with one edition after another: what only shows then. */
import { templateEngine } from '../../templates/digest/engine.ts';
import { TEMPLATE_PARTS } from '../../templates/digest/templates.ts';
import { marks } from './marked-text.ts';
import { type MarkupEvent, scanMarkup } from './scan-markup.ts';
import { isUsable, type TemplateFault } from './template-fault.ts';
import { liquidFault } from './template-liquid.ts';
import { mailFaults } from './template-mails.ts';
import { compileFaults } from './template-mjml.ts';
import { HOLDS_CONTENT } from './template-places.ts';
import { HOSTILE_SIGN, SAMPLES, sampleEdition, titleOf } from './template-samples.ts';
import { type Trial, tryTemplate } from './template-trial.ts';
import { type TrialInput, trialView } from './template-views.ts';

/** @param source - which can be read as it is written */
export async function trialFaults(source: string, input: TrialInput): Promise<TemplateFault[]> {
  const { begin } = marks();
  const faults: TemplateFault[] = [];
  for (const name of SAMPLES) {
    const edition = sampleEdition(input.publication, name);
    try {
      const trial = tryTemplate(source, trialView(edition, input), templateEngine(begin, TEMPLATE_PARTS));
      faults.push(...(await compileFaults(trial.mjml, trial.lineOf)));
      faults.push(...itemFaults(trial, edition.items.length), ...addressFaults(trial), ...strangersFaults(trial));
    } catch (error) {
      faults.push(liquidFault(error, source, partWithText));
    }
  }
  return isUsable(faults) ? [...faults, ...(await mailFaults(source, input))] : faults;
}

const partWithText = (text: string) => Object.entries(TEMPLATE_PARTS).find(([, part]) => part === text)?.[0];

const BORDER = /<!--block-[0-9a-f]+-([\d,]*)-->/g;

/** Each item is to stand in the mail, and for nobody but those who get it. */
function itemFaults({ mjml, lineAt }: Trial, count: number): TemplateFault[] {
  const borders = [...mjml.matchAll(BORDER)].map(({ index, 1: whose = '' }) => ({ index, whose }));
  const places = Array.from({ length: count }, (_, at) =>
    [...mjml.matchAll(new RegExp(titleOf(at), 'gi'))].map(({ index }) => ({ index, at })),
  );
  const astray = places.flat().filter(({ index, at }) => {
    const border = borders.findLast((one) => one.index < index);
    return border?.whose !== String(at);
  });
  const missing = places.some((found) => found.length === 0);
  return [
    ...astray.map(({ index }) => ({
      line: lineAt(index),
      message: 'An item stands outside {% only item %}: everybody would get it, whatever their topics',
      isBlocking: true,
    })),
    ...(missing ? [{ message: NOT_SHOWN, isBlocking: true }] : []),
  ];
}

const NOT_SHOWN = 'Some items are not shown: go through the items of all groups, and through events.items';

const HOLDS_ADDRESS = ['href', 'src', 'background-url'];

/** Words where an address belongs, and pictures of which those who cannot see them learn nothing. */
function addressFaults({ mjml, lineAt }: Trial): TemplateFault[] {
  const tags = scanMarkup(mjml).filter((event) => event.kind === 'open');
  const addresses = tags.flatMap(({ attributes }) => attributes.filter(({ name }) => HOLDS_ADDRESS.includes(name)));
  const astray = addresses.filter(({ value }) => !/^(?:https?:\/\/|mailto:|#)/i.test(value));
  const mute = tags.filter(
    ({ name, attributes }) => PICTURES.includes(name) && !attributes.some((one) => one.name === 'alt'),
  );
  return [
    ...astray.map(({ name, at }) => ({
      line: lineAt(at),
      message: `What stands in ${name} is no address: it must begin with https:`,
      isBlocking: true,
    })),
    ...mute.map(({ name, at }) => ({
      line: lineAt(at),
      message: `<${name}> has no alt: say what it shows, or alt="" if it only decorates`,
      isBlocking: false,
    })),
  ];
}

const PICTURES = ['img', 'mj-image'];

/** What strangers write, come by way of a part's settings to where only our own words may stand. */
function strangersFaults({ mjml, lineAt }: Trial): TemplateFault[] {
  return scanMarkup(mjml)
    .filter((event) => holdsStrangersWords(event))
    .map(({ at }) => ({
      line: lineAt(at),
      message: 'Words of articles end up in a style or in the name of a tag: parts take them as item and title only',
      isBlocking: true,
    }));
}

function holdsStrangersWords(event: MarkupEvent): boolean {
  const isThere = (text: string) => text.toLowerCase().includes(HOSTILE_SIGN);
  if (event.kind === 'comment' || event.kind === 'style') return isThere(event.text);
  if (event.kind !== 'open') return false;
  const places = event.attributes.filter(({ name }) => !HOLDS_CONTENT.includes(name.toLowerCase()));
  return isThere(event.name) || places.some(({ name, value }) => isThere(name) || isThere(value));
}
