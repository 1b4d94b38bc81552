import { notShown } from '../database/not-shown.ts';
import type { Properties } from '../database/plain-rows.ts';
import type { ContentFacts } from '../database/record.ts';

/** The references of an interface, and its id as served to the machine. */
export interface InterfaceIdentity {
  id: string;
  subnet: string | null;
  securityGroups: string[];
}

/** The ids and times that an object had, and the ids of the records that its spec names. */
export interface Identity {
  id: string;
  version: number;
  createdAt: string;
  launchedAt?: string;
  instanceId?: string;
  uuid?: string;
  /** A machine's own user-data document. */
  ownUserData?: { id: string; version: number; createdAt: string };
  keys?: string[];
  userData?: string | null;
  iamRole?: string | null;
  identityRole?: string | null;
  vpc?: string;
  interfaces?: InterfaceIdentity[];
}

/** A revision of a document, without its bytes. */
export interface RecordedRevision extends ContentFacts {
  number: number;
  at: string;
  actorKind: string;
  actorId: string | null;
  actorName: string;
}

/** An object as a document: `spec` holds the declared values, `status` those that the server assigned or recorded. */
export interface ArchivedDocument {
  apiVersion: 'cloudmeta/v1';
  kind: string;
  metadata: { name: string };
  spec: Properties;
  status: {
    identity: Identity;
    /** The revisions of user-data, the latest first. */
    revisions?: RecordedRevision[];
    /** The number of objects that used it, or were parts of it, when it was deleted. */
    usedBy?: number;
    /** For a machine: hashes of the served values of each shared record that it used, by the ids of the records. */
    sharedHashes?: Record<string, string>;
    /** Parts that it had and the document does not contain. */
    lost?: string[];
  };
}

/** Returns the properties without those of these names. */
export function without(properties: Properties, ...names: string[]): Properties {
  const left = { ...properties };
  for (const name of names) delete left[name];
  return left;
}

/** Returns the contents that a document refers to. */
export function contentsIn(document: ArchivedDocument): ContentFacts[] {
  const { spec, status } = document;
  const entries = (spec.customMetadata ?? []) as { content: ContentFacts }[];
  const all = [
    ...(spec.content ? [spec.content as ContentFacts] : []),
    ...entries.map(({ content }) => content),
    ...(status.revisions ?? []),
  ];
  const byHash = new Map(all.map(({ sha256, size, kind }) => [sha256, { sha256, size, kind }]));
  return [...byHash.values()];
}

/** Returns the document for a caller who may not read contents: it shows only that they exist. */
export function withoutContents(document: ArchivedDocument): ArchivedDocument {
  const { spec, status } = document;
  const entries = spec.customMetadata as Properties[] | undefined;
  return {
    ...document,
    spec: {
      ...spec,
      ...(spec.content ? { content: notShown } : {}),
      ...(entries ? { customMetadata: entries.map((entry) => ({ ...entry, content: notShown })) } : {}),
    },
    status: {
      ...status,
      ...(status.revisions ? { revisions: [] } : {}),
      ...(status.sharedHashes ? { sharedHashes: {} } : {}), // a hash would confirm a guessed content
    },
  };
}
