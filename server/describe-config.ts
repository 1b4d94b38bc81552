import { formatListenAddress, withoutPassword, type Config, type Variable } from './config.ts';

/** The configuration as `cloudmeta check` shows it: name, value and source, secrets hidden. */
export function describeConfig(config: Config): { name: Variable; value: string; source: string }[] {
  return (Object.keys(config.sources) as Variable[]).map((name) => ({
    name,
    value: shown(name, config),
    source: config.sources[name],
  }));
}

/** Variables whose values are never shown. Database URLs are shown without their password instead. */
export const secrets: readonly Variable[] = [
  'SECRET_KEY',
  'SECRET_KEY_PREVIOUS',
  'METADATA_PROXY_SHARED_SECRET',
  'METRICS_TOKEN',
];

function shown(name: Variable, config: Config): string {
  const value = config[name];
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '(none)';
  if (secrets.includes(name)) return '(hidden)';
  if (name === 'DATABASE_URL') return withoutPassword(config.DATABASE_URL);
  if (name === 'DATABASE_REPLICA_URLS') return config.DATABASE_REPLICA_URLS.map(withoutPassword).join(', ');
  if (name === 'METADATA_LISTEN') return config.METADATA_LISTEN.map(formatListenAddress).join(', ');
  if (name === 'ADMIN_LISTEN') return formatListenAddress(config.ADMIN_LISTEN!);
  return Array.isArray(value) ? value.join(', ') : String(value);
}
