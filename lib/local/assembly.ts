/**
 * What `cdk synth` left behind: the one template and the folders its functions are deployed from.
 *
 * Nothing else is read. If the local run needed to know more than a deployment does, it would be a second
 * description of the system that drifts from the first.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LocalError } from './errors.ts';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  Metadata: z.record(z.string(), z.unknown()).optional(),
});

const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown(), Condition: z.string().optional() })).default({}),
});

const artifactSchema = z.object({ type: z.string(), properties: z.record(z.string(), z.unknown()).default({}) });
const manifestSchema = z.object({ artifacts: z.record(z.string(), artifactSchema) });
const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

export type Template = z.infer<typeof templateSchema>;
export type Resource = z.infer<typeof resourceSchema>;

export interface Assembly {
  stackName: string;
  template: Template;
  /** The unpacked folder behind a `Code.S3Key`. */
  assetFolder(objectKey: string): string | undefined;
}

/** @throws LocalError when the folder holds no assembly, or one with more than one stack */
export function readAssembly(folder: string): Assembly {
  const manifest = manifestSchema.parse(readJson(join(folder, 'manifest.json')));
  const stacks = Object.entries(manifest.artifacts).filter(([, a]) => a.type === 'aws:cloudformation:stack');
  const [first] = stacks;
  if (!first || stacks.length > 1) {
    const names = stacks.map(([name]) => name).join(', ') || 'none';
    throw new LocalError(`The local run serves exactly one stack; ${folder} holds: ${names}`);
  }
  const [name, stack] = first;
  const folders = assetFolders(folder, manifest);
  return {
    stackName: String(stack.properties.stackName ?? name),
    template: templateSchema.parse(readJson(join(folder, String(stack.properties.templateFile)))),
    assetFolder: (objectKey) => folders.get(objectKey),
  };
}

function assetFolders(folder: string, manifest: z.infer<typeof manifestSchema>): Map<string, string> {
  const folders = new Map<string, string>();
  for (const artifact of Object.values(manifest.artifacts)) {
    if (artifact.type !== 'cdk:asset-manifest') continue;
    const { files } = assetsSchema.parse(readJson(join(folder, String(artifact.properties.file))));
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.path) folders.set(objectKey, join(folder, source.path));
      }
    }
  }
  return folders;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new LocalError(`Cannot read ${file}: synthesize the app first`, { cause });
  }
}
