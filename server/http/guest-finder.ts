import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import type { GuestContext, GuestResolver } from '../guests/guest.resolver.ts';
import { empty, nothingThere, type MetadataAnswer } from '../guests/metadata-answer.ts';
import { namesInstance, readSignedInstance } from '../guests/signed-instance.ts';
import type { Log } from '../log.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import type { FindCaller } from './caller-address.ts';

/** The machine that asks, or what whoever asks is answered instead. */
export type Found = { guest: GuestView } | { refusal: MetadataAnswer };

export type FindGuest = (request: IncomingMessage) => Promise<Found>;

interface FinderParts {
  guests: GuestResolver;
  findCaller: FindCaller;
  config: Pick<Config, 'METADATA_PROXY_SHARED_SECRET'>;
  log: Log;
  /** A context for one call of the guest resolver. */
  context(): GuestContext;
}

/**
 * Finds out which machine asks: by OpenStack's signed headers where a trusted proxy sends them and their secret is
 * configured, else by the address of the caller.
 */
export function guestFinder({ guests, findCaller, config, log, context }: FinderParts): FindGuest {
  const secret = config.METADATA_PROXY_SHARED_SECRET;
  let warned = false;
  /** Once only: no guest can fill the log. */
  const warn = (reason: string) => {
    if (!warned) log.warn(`X-Instance-ID headers are ignored: ${reason}. This is said once.`);
    warned = true;
  };

  const bySignature = async (headers: IncomingHttpHeaders, key: string): Promise<Found> => {
    const signed = readSignedInstance(headers, key);
    if (typeof signed === 'number') return { refusal: empty(signed) };
    return foundOr404(await guests.identifySigned(signed, context()));
  };

  return async (request) => {
    const { address, throughProxy } = findCaller(request);
    if (namesInstance(request.headers)) {
      if (secret !== undefined && throughProxy) return bySignature(request.headers, secret);
      warn(
        secret === undefined
          ? 'METADATA_PROXY_SHARED_SECRET is not set'
          : `${address} is not in TRUSTED_PROXIES`,
      );
    }
    return foundOr404(address === undefined ? undefined : await guests.identify(address, context()));
  };
}

const foundOr404 = (guest: GuestView | undefined): Found => (guest ? { guest } : { refusal: nothingThere });
