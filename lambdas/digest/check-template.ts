/**
 * Whether a publication's own template can be used for whatever its feeds bring: read as it is written, then filled with
 * all kinds of editions. A fault has the line that its author sees.
 */
import type { Liquid } from 'liquidjs';
import { templateEngine } from '../../templates/digest/engine.ts';
import { TEMPLATE_PARTS } from '../../templates/digest/templates.ts';
import { marks } from './marked-text.ts';
import { inOrder, isUsable, LONGEST_TEMPLATE, type TemplateFault } from './template-fault.ts';
import { syntaxFault } from './template-liquid.ts';
import { ENOUGH_FAULTS, markupFaults } from './template-markup.ts';
import { mjmlFaults } from './template-mjml.ts';
import { nameFaults } from './template-names.ts';
import { sampleEdition } from './template-samples.ts';
import { trialFaults } from './template-trials.ts';
import { templateVariants } from './template-variants.ts';
import { type TrialInput, viewOfEveryName } from './template-views.ts';

/** @returns what is wrong with it, in the order of lines, blocking faults first; nothing for one that is in order */
export async function checkTemplate(source: string, input: TrialInput): Promise<TemplateFault[]> {
  if (!source.trim()) return [{ message: 'The template is empty', isBlocking: true }];
  if (Buffer.byteLength(source) > LONGEST_TEMPLATE) {
    return [{ message: 'The template is larger than 200 kB, more than any mail can hold', isBlocking: true }];
  }
  const text = source.replaceAll('\r\n', '\n');
  const engine = templateEngine(marks().begin, TEMPLATE_PARTS);
  const unreadable = syntaxFault(text, engine);
  if (unreadable) return [unreadable];
  const asWritten = await faultsAsWritten(text, engine, input);
  if (!isUsable(asWritten)) return inOrder(asWritten);
  return inOrder([...asWritten, ...(await trialFaults(text, input))]);
}

async function faultsAsWritten(source: string, engine: Liquid, input: TrialInput): Promise<TemplateFault[]> {
  const view = viewOfEveryName(sampleEdition(input.publication, 'usual'), input);
  const faults = nameFaults(source, engine, view, Object.keys(TEMPLATE_PARTS));
  if (!isUsable(faults)) return faults;
  const valueAt = (expression: string) =>
    String(engine.parseAndRenderSync(`{{ ${expression} }}`, view)).replaceAll('\n', ' ');
  for (const variant of templateVariants(source)) {
    const marked = markupFaults(variant.text);
    faults.push(...marked);
    if (marked.length < ENOUGH_FAULTS) faults.push(...(await mjmlFaults(variant, valueAt)));
  }
  return faults;
}
