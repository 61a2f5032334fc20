/** `npm run rundbrief -- <verb>`: the command line, a client of the JSON API of a laptop or of a deployed stage. */
import { run } from './cli/program.ts';

process.exitCode = await run(process.argv.slice(2));
