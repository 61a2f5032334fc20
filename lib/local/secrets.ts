/** Secrets: values made once, kept in the data folder, and given to whoever the policies allow. */
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileWhole } from './files.ts';
import { readProperties, type Stack } from './stack.ts';

const propertiesSchema = z.object({
  SecretString: z.string().optional(),
  GenerateSecretString: z
    .object({
      SecretStringTemplate: z.string().optional(),
      GenerateStringKey: z.string().optional(),
      PasswordLength: z.number().default(32),
      ExcludeCharacters: z.string().default(''),
      ExcludePunctuation: z.boolean().default(false),
      ExcludeLowercase: z.boolean().default(false),
      ExcludeUppercase: z.boolean().default(false),
      ExcludeNumbers: z.boolean().default(false),
      IncludeSpace: z.boolean().default(false),
      RequireEachIncludedType: z.boolean().default(true),
    })
    .optional(),
});
type Rule = NonNullable<z.infer<typeof propertiesSchema>['GenerateSecretString']>;

export interface Secrets {
  value(arn: string): string | undefined;
  /** The full ARN of a secret named by its ARN or its name. */
  arnOf(idOrArn: string): string;
}

export function openSecrets(stack: Stack, dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  const kept = existsSync(file) ? z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  const resources = stack.of('AWS::SecretsManager::Secret');
  for (const resource of resources) {
    const { ref } = resource;
    const { SecretString, GenerateSecretString } = readProperties(propertiesSchema, resource);
    if (SecretString !== undefined) kept[ref] = SecretString;
    else kept[ref] ??= GenerateSecretString ? generate(GenerateSecretString) : '';
  }
  writeFileWhole(file, JSON.stringify(kept, null, 2), 0o600);
  return {
    value: (arn) => kept[arn],
    arnOf: (id) =>
      resources.find(({ ref }) => ref === id || ref.replace(/^.*:secret:|-[0-9a-f]{6}$/g, '') === id)?.ref ?? id,
  };
}

function generate(rule: Rule): string {
  const password = passwordOf(rule);
  if (!rule.SecretStringTemplate || !rule.GenerateStringKey) return password;
  return JSON.stringify({ ...(JSON.parse(rule.SecretStringTemplate) as object), [rule.GenerateStringKey]: password });
}

function passwordOf(rule: Rule): string {
  const without = (characters: string) => [...characters].filter((c) => !rule.ExcludeCharacters.includes(c)).join('');
  const kinds = [
    rule.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rule.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rule.ExcludeNumbers ? '' : '0123456789',
    rule.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    rule.IncludeSpace ? ' ' : '',
  ]
    .map(without)
    .filter(Boolean);
  const pick = (characters: string) => characters[randomInt(characters.length)] ?? '';
  for (;;) {
    const password = Array.from({ length: rule.PasswordLength }, () => pick(kinds.join(''))).join('');
    if (!rule.RequireEachIncludedType || kinds.every((kind) => [...kind].some((c) => password.includes(c))))
      return password;
  }
}
