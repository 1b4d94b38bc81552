import { randomBytes } from 'node:crypto';
import { answerAt } from '../metadata/data-sources.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import { lastModified } from '../metadata/last-modified.ts';
import { versionList } from '../metadata/openstack.ts';
import { segmentsOf } from '../metadata/path.ts';
import { bodyOf, wholeMetaData, type Answer } from '../metadata/tree.ts';

/** The parts of an answer that only some answers have. */
interface Details {
  /** The time at which the body last changed, if that is not the launch of the machine. */
  changedAt?: Date | undefined;
  /** The names, if the path is a directory. */
  entries?: readonly string[] | undefined;
  /** True if another client gets a different answer. */
  isForThisClient?: boolean | undefined;
}

/** The answer to a machine: the status, and a body that is ready to be sent. */
export class GuestAnswer {
  readonly changedAt: Date | undefined;
  readonly entries: readonly string[] | undefined;
  readonly isForThisClient: boolean;
  /** The size of the body, in bytes. */
  readonly length: number;

  // oxlint-disable-next-line max-params -- the three parts of every HTTP answer, and those that few have
  constructor(
    readonly status: number,
    readonly contentType: string,
    readonly body: string | Uint8Array,
    details: Details = none,
  ) {
    this.changedAt = details.changedAt;
    this.entries = details.entries;
    this.isForThisClient = details.isForThisClient ?? false;
    this.length = Buffer.byteLength(body);
  }
}

const none: Details = {};

const page404 = `<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
\t\t "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title>404 - Not Found</title>
 </head>
 <body>
  <h1>404 - Not Found</h1>
 </body>
</html>
`;

/** The 404 page of the EC2 metadata service, byte for byte: one client decides by its text alone. */
export const notFound = new GuestAnswer(404, 'text/html', page404);

/** The versions of OpenStack's metadata service, the same for every machine. */
export const openStackVersions = new GuestAnswer(200, 'text/plain', bodyOf(versionList));

/** An answer without a body. */
export const empty = (status: number) => new GuestAnswer(status, 'text/plain', '');

/**
 * Returns the answer to a machine at a request target, once its token (if any) has been found valid.
 *
 * @param userAgent the User-Agent header of the client
 */
export function answerFor(view: GuestView, target: string, userAgent?: string): GuestAnswer {
  if (!view.metadataOptions.httpEndpoint) return empty(403);
  const segments = segmentsOf(target);
  const found = segments && answerAt(view, segments, { randomBytes, userAgent });
  return segments === undefined || found === undefined ? notFound : answerOf(found, view, segments);
}

/** Returns the answers for everything in `meta-data`, by request target. */
export function* metaDataAnswers(view: GuestView, version: string): Iterable<[target: string, GuestAnswer]> {
  const saysChanges = view.role !== undefined || view.identityRole !== undefined;
  for (const [target, found] of wholeMetaData(view, version))
    yield [target, answerOf(found, view, saysChanges ? target.slice(1).split('/') : [])];
}

function answerOf(found: Answer, view: GuestView, segments: readonly string[]): GuestAnswer {
  const changed = lastModified(view, segments);
  return new GuestAnswer(200, found.contentType, bodyOf(found), {
    changedAt: changed === view.launchedAt ? undefined : changed,
    entries: found.kind === 'listing' ? found.names : undefined,
    isForThisClient: found.isForThisClient,
  });
}
