import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config.ts';

export type Log = Logger;

/** The one logger. What it is given holds no secret and no user-data. */
export function createLog(config: Pick<Config, 'LOG_LEVEL' | 'LOG_FORMAT'>): Log {
  const options = { level: config.LOG_LEVEL, base: undefined };
  return config.LOG_FORMAT === 'pretty' ? pino(options, pretty({ ignore: 'pid,hostname' })) : pino(options);
}
