import { serve } from './cli/serve.ts';
import { run } from './cli/run.ts';

await run(serve);
