import { randomBytes } from 'node:crypto';
import { Field, Int, ObjectType } from 'type-graphql';
import { Bytes } from '../graphql/scalars.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import { answerAt } from '../metadata/faces.ts';
import { lastModified } from '../metadata/last-modified.ts';
import { segmentsOf } from '../metadata/path.ts';
import { bytesOf } from '../metadata/tree.ts';
import { textOf } from '../user-data/user-data-kind.ts';

/** What a guest is answered at a path: the status and the very bytes. */
@ObjectType({ description: 'What an instance is answered at a path of its metadata.', simpleResolvers: true })
export class MetadataAnswer {
  @Field(() => Int, { description: 'The HTTP status.' })
  status: number;

  @Field(() => String, { description: 'The Content-Type.' })
  contentType: string;

  @Field(() => Bytes, { description: 'The body, byte for byte.' })
  bytes: Uint8Array;

  @Field(() => [String], { nullable: true, description: 'The names, where the path is a directory.' })
  entries?: readonly string[];

  /** When what is told last changed; of a refusal nobody says. */
  lastModified?: Date;

  constructor(status: number, contentType: string, bytes: Uint8Array) {
    this.status = status;
    this.contentType = contentType;
    this.bytes = bytes;
  }

  @Field(() => String, { nullable: true, description: 'The body as text; null when it is not UTF-8 text.' })
  get text(): string | undefined {
    return textOf(this.bytes);
  }
}

const page404 = Buffer.from(
  `<?xml version="1.0" encoding="iso-8859-1"?>
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
`,
);

/** The 404 page of the EC2 metadata service, byte for byte: one client decides by its text alone. */
export const nothingThere = new MetadataAnswer(404, 'text/html', page404);

/** An answer without a body. */
export const empty = (status: number) => new MetadataAnswer(status, 'text/plain', Buffer.alloc(0));

/** What the machine is told at a request target, once its token (if any) is good. */
export function tell(view: GuestView, target: string): MetadataAnswer {
  if (!view.metadataOptions.httpEndpoint) return empty(403);
  const segments = segmentsOf(target);
  const found = segments && answerAt(view, segments, randomBytes);
  if (segments === undefined || found === undefined) return nothingThere;
  const told = new MetadataAnswer(200, found.contentType, bytesOf(found));
  told.lastModified = lastModified(view, segments);
  if (found.kind === 'listing') told.entries = found.names;
  return told;
}
