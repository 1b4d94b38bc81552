import { WarningCode, type Warning } from '../graphql/warning.ts';
import { HttpTokens, Switch, type MetadataOptions } from '../instances/metadata-options.ts';
import type { ObservedRequests } from './last-request.ts';

/** The facts that warnings about session tokens are made of. */
interface TokenFacts {
  hostname: string;
  options: Pick<MetadataOptions, 'httpEndpoint' | 'httpTokens'>;
  /** Observed of the machine; undefined when it has not asked. */
  observed: Pick<ObservedRequests, 'usesTokens' | 'withoutToken'> | undefined;
  now: Date;
}

/** Warns if tokens are required of a machine whose clients do not use them, or are not known to use them. */
export function tokenWarnings({ hostname, options, observed, now }: TokenFacts): Warning[] {
  if (options.httpEndpoint === Switch.DISABLED || options.httpTokens === HttpTokens.OPTIONAL) return [];
  if (observed?.withoutToken) {
    const { at, userAgent = 'a client without a name' } = observed.withoutToken;
    return [
      {
        code: WarningCode.TOKENS_REQUIRED_BUT_UNUSED,
        message: `${hostname} asked without a token ${ago(now.getTime() - at.getTime())} (${userAgent}): it is refused now.`,
        hint: 'Set metadataOptions.httpTokens to OPTIONAL, or make this client use session tokens (IMDSv2).',
      },
    ];
  }
  if (observed?.usesTokens) return [];
  return [
    {
      code: WarningCode.TOKENS_MAY_BE_UNUSED,
      message: `${hostname} has to show session tokens and has not been seen with one.`,
      hint: `Some clients send none and would be refused: ${clientsWithoutTokens}. For them set metadataOptions.httpTokens to OPTIONAL.`,
    },
  ];
}

/** From the sources of cloud-init, cloudbase-init and neutron. */
const clientsWithoutTokens =
  'cloud-init where the SMBIOS UUID of the machine does not begin with ec2, cloudbase-init, ' +
  "guests behind OpenStack's metadata agent, and the data sources OpenStack and NoCloud";

const units: [string, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** Formats a duration in milliseconds as text: `3 minutes ago`. */
function ago(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  const [unit, size] = units.find(([, least]) => seconds >= least) ?? [];
  if (unit === undefined || size === undefined) return 'just now';
  const count = Math.floor(seconds / size);
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}
