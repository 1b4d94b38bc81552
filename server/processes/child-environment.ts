import type { Config } from '../config.ts';

/** The environment of a child process, without the configuration: that is sent instead, to be unreadable in `/proc`. */
export function childEnvironment({ sources }: Pick<Config, 'sources'>): NodeJS.ProcessEnv {
  const ofConfiguration = new Set(Object.keys(sources));
  const kept = Object.entries(process.env).filter(([name]) => !ofConfiguration.has(name));
  return Object.fromEntries(kept) as NodeJS.ProcessEnv;
}
