/** `npm run rundbrief -- <verb>`: the command line, a client of the JSON API of a laptop or of a deployed stage. */
import { enableCompileCache } from 'node:module';

// Answers a third sooner from the second call on; what is imported before this line is not kept.
enableCompileCache();
const { run } = await import('./cli/program.ts');

process.exitCode = await run(process.argv.slice(2));
