import { describe, expect, it } from 'vitest';
import { readPublicationFile } from '../../lambdas/publications/read-publication-file.ts';

const file = (rules: string) => `
id: ruhr
title: Ruhr
description: Neues
language: de
timeZone: Europe/Berlin
siteUrl: https://ruhr.example/
sender: { name: Ruhr }
imprint: [Ruhr]
${rules}`;
const read = (rules: string) => readPublicationFile(file(rules), () => []).signUp;

describe('who may sign up, in a publication file', () => {
  it('is everybody where nothing is said', () => {
    expect(read('')).toBeUndefined();
    expect(read('signUp: {}')).toEqual({ refuseDomains: [] });
  });

  it('is nobody of the domains that are named, as they stand in addresses', () => {
    expect(read('signUp: { refuseDomains: [Ten-Minutes.example, "@wegwerf.example", bücher.example] }')).toEqual({
      refuseDomains: ['ten-minutes.example', 'wegwerf.example', 'xn--bcher-kva.example'],
    });
  });

  it.each(['localhost', '10.0.0.1', 'ada@ten.example', 'ten minutes.example', '"*.ten.example"', '""'])(
    'is refused to be %s, in the line where it stands',
    (domain) => {
      expect(() => read(`signUp:\n  refuseDomains:\n    - ${domain}`)).toThrow(
        /line 12, column 7: signUp › refuseDomains › 1 must be a domain such as example\.org/,
      );
    },
  );

  it('knows its words', () => {
    expect(() => read('signUp: { refuseDomain: [x.example] }')).toThrow('did you mean “refuseDomains”?');
  });
});

describe('whether readers are asked for tracking, in a publication file', () => {
  const tracking = (line: string) => readPublicationFile(file(line), () => []).tracking;

  it('is no where nothing is said', () => expect(tracking('')).toBeUndefined());

  it.each([true, false])('is %s as it is said', (said) => expect(tracking(`tracking: ${said}`)).toBe(said));

  it.each(['on', '"true"', '1', '{ opens: true }'])('is refused to be %s, in the line where it stands', (said) => {
    expect(() => tracking(`tracking: ${said}`)).toThrow(/line 10.*tracking must be true or false/);
  });
});
