import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import { empty, notFound, type GuestAnswer } from '../guests/guest-answer.ts';
import type { GuestStore } from '../guests/guest-store.ts';
import type { CachedGuest } from '../guests/cached-guest.ts';
import { namesInstance, readSignedInstance } from './signed-instance.ts';
import type { Log } from '../log.ts';
import { lacksZone } from '../addresses/ip-address.ts';
import type { Caller } from '../http/caller-address.ts';

/** The caller, as far as the request identifies it. */
export interface Identified {
  /** The address of the caller, or the ids in a proxy's signed headers. A provisional token is valid for it alone. */
  name: string;
  /** Looks the instance up; undefined if it is not registered. @throws Unavailable */
  find(): Promise<CachedGuest | undefined>;
  /** True if the caller is an instance. For other pages than metadata: counts as no request. @throws Unavailable */
  isMachine(): Promise<boolean>;
}

/** Identifies the caller, or returns the refusal to answer with. */
export type FindGuest = (request: IncomingMessage, caller: Caller) => Identified | { refusal: GuestAnswer };

interface FinderParts {
  guests: GuestStore;
  config: Pick<Config, 'METADATA_PROXY_SHARED_SECRET'>;
  log: Log;
}

/**
 * Identifies the instance that sends a request: by OpenStack's signed headers if a trusted proxy sends them and their
 * secret is configured, else by the address of the caller.
 */
export function guestFinder({ guests, config, log }: FinderParts): FindGuest {
  const secret = config.METADATA_PROXY_SHARED_SECRET;
  let hasWarned = false;
  /** Logs once only, so that no guest can fill the log. */
  const warn = (reason: string) => {
    if (!hasWarned) log.warn(`X-Instance-ID headers are ignored: ${reason}. This is said once.`);
    hasWarned = true;
  };

  const bySignature = (headers: IncomingHttpHeaders, key: string): ReturnType<FindGuest> => {
    const signed = readSignedInstance(headers, key);
    if (typeof signed === 'number') return { refusal: empty(signed) };
    return {
      name: `${signed.projectId}/${signed.id}`,
      find: () => guests.identifyById(signed),
      isMachine: async () => true, // OpenStack's agent relays for instances only
    };
  };

  return ({ headers }, { address, throughProxy }) => {
    if (namesInstance(headers)) {
      if (secret !== undefined && throughProxy) return bySignature(headers, secret);
      warn(
        secret === undefined
          ? 'METADATA_PROXY_SHARED_SECRET is not set'
          : `${address} is not in TRUSTED_PROXIES`,
      );
    }
    if (address === undefined || lacksZone(address)) return { refusal: notFound };
    return {
      name: address,
      find: () => guests.identify(address),
      isMachine: () => guests.isRegistered(address),
    };
  };
}
