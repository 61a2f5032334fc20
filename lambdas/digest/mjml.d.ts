declare module 'mjml' {
  interface MjmlOptions {
    validationLevel?: 'strict' | 'soft' | 'skip';
    ignoreIncludes?: boolean;
    minify?: boolean;
    keepComments?: boolean;
    fonts?: Record<string, string>;
  }
  export default function mjml2html(
    input: string,
    options?: MjmlOptions,
  ): Promise<{ html: string; errors: { line: number; message: string; tagName: string }[] }>;
}

/** Mail templates are bundled as texts. */
declare module '*.mjml' {
  const text: string;
  export default text;
}
