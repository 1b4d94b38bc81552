import { timingSafeEqual, createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import { namesInstance } from '../imds/signed-instance.ts';
import { trustOf, type Caller } from './caller-address.ts';

type Rules = Pick<
  Config,
  | 'ADMIN_LISTEN'
  | 'ADMIN_ALLOWED_NETWORKS'
  | 'ALLOWED_HOSTS'
  | 'METRICS_TOKEN'
  | 'METADATA_PROXY_SHARED_SECRET'
>;

/** The configured rules of access to everything that is not metadata. */
export class AllowedCallers {
  private readonly isAllowed: (address: string | undefined) => boolean;

  constructor(private readonly rules: Rules) {
    this.isAllowed = trustOf(rules.ADMIN_ALLOWED_NETWORKS);
  }

  /** True if a caller may reach GraphQL and the admin. */
  mayReachAdmin(request: IncomingMessage, caller: Caller): boolean {
    const { ADMIN_ALLOWED_NETWORKS: networks, ALLOWED_HOSTS: hosts } = this.rules;
    if (networks.length > 0 && !this.isInNetwork(request, caller)) return false;
    return hosts.length === 0 || hosts.includes(hostOf(only(request, 'host')));
  }

  /**
   * True if a caller may read metrics and readiness: from an allowed network, or with the token; if neither is
   * configured, unless its address is registered for a machine.
   * @param isGuest looks up if the address is registered
   */
  async mayWatch(
    request: IncomingMessage,
    caller: Caller,
    isGuest: () => Promise<boolean>,
  ): Promise<boolean> {
    const { ADMIN_ALLOWED_NETWORKS: networks, METRICS_TOKEN: token } = this.rules;
    if (networks.length > 0 && this.isInNetwork(request, caller)) return true;
    if (token !== undefined) return this.hasMetricsToken(request);
    return networks.length === 0 && !(await isGuest());
  }

  /** True for a request with the METRICS_TOKEN of the configuration, if that has one. */
  hasMetricsToken(request: IncomingMessage): boolean {
    const { METRICS_TOKEN: token } = this.rules;
    return token !== undefined && isSame(only(request, 'authorization'), `Bearer ${token}`);
  }

  /** False for requests that OpenStack's agent relays: their addresses may be those of an operator's network too. */
  private isInNetwork({ headers }: IncomingMessage, { address, throughProxy }: Caller): boolean {
    const { METADATA_PROXY_SHARED_SECRET: secret } = this.rules;
    const isOfAgent = secret !== undefined && throughProxy && namesInstance(headers);
    return !isOfAgent && this.isAllowed(address);
  }
}

/** The value of a header. Repeated headers are joined, so that they match nothing; Node.js would keep the first. */
const only = ({ headersDistinct }: IncomingMessage, name: string): string | undefined =>
  headersDistinct[name]?.join(', ');

/** The name in a Host header, without its port and without a trailing dot. */
const hostOf = (host = '') => host.toLowerCase().replace(/\.?(?::\d{1,5})?$/, '');

/** Compares in constant time; the scheme before a token may be in any case. */
function isSame(sent: string | undefined, expected: string): boolean {
  if (sent === undefined) return false;
  const [one, other] = [sent.replace(/^bearer +/i, 'Bearer '), expected].map((text) =>
    createHash('sha256').update(text).digest(),
  );
  return timingSafeEqual(one!, other!);
}
