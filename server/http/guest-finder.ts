import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import { empty, notFound, type GuestAnswer } from '../guests/guest-answer.ts';
import type { GuestStore } from '../guests/guest-store.ts';
import type { CachedGuest } from '../guests/cached-guest.ts';
import { namesInstance, readSignedInstance } from '../guests/signed-instance.ts';
import type { Log } from '../log.ts';
import { lacksZone } from '../networks/ip-address.ts';
import type { Caller } from './caller-address.ts';

/** Who asks, as far as the request says it. */
export interface Identified {
  /** The address of the caller, or what a trusted proxy signs of it. A provisional token is good for it alone. */
  name: string;
  /** Looks the machine up; undefined when nobody registered it. @throws Unavailable */
  find(): Promise<CachedGuest | undefined>;
  /** True if a machine asks. For pages that are not for machines: it counts as no request of one. @throws Unavailable */
  isMachine(): Promise<boolean>;
}

/** Who asks, or what whoever asks is answered instead. */
export type FindGuest = (request: IncomingMessage, caller: Caller) => Identified | { refusal: GuestAnswer };

interface FinderParts {
  guests: GuestStore;
  config: Pick<Config, 'METADATA_PROXY_SHARED_SECRET'>;
  log: Log;
}

/**
 * Finds out which machine asks: by OpenStack's signed headers where a trusted proxy sends them and their secret is
 * configured, else by the address of the caller.
 */
export function guestFinder({ guests, config, log }: FinderParts): FindGuest {
  const secret = config.METADATA_PROXY_SHARED_SECRET;
  let warned = false;
  /** Once only: no guest can fill the log. */
  const warn = (reason: string) => {
    if (!warned) log.warn(`X-Instance-ID headers are ignored: ${reason}. This is said once.`);
    warned = true;
  };

  const bySignature = (headers: IncomingHttpHeaders, key: string): ReturnType<FindGuest> => {
    const signed = readSignedInstance(headers, key);
    if (typeof signed === 'number') return { refusal: empty(signed) };
    return {
      name: `${signed.projectId}/${signed.id}`,
      find: () => guests.identifySigned(signed),
      isMachine: async () => true, // the agent of OpenStack speaks for nobody else
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
