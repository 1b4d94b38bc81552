import { notShown } from '../database/not-shown.ts';
import type { Properties } from '../database/plain-rows.ts';
import type { ContentFacts } from '../database/record.ts';

/** The references of an interface, and its id as the machine is told it. */
export interface InterfaceIdentity {
  id: string;
  subnet: string | null;
  securityGroups: string[];
}

/** The ids and times of an object, which whoever looks at it is told, and the ids of what it referred to by name. */
export interface Identity {
  id: string;
  version: number;
  createdAt: string;
  launchedAt?: string;
  instanceId?: string;
  uuid?: string;
  /** Its own document, of a machine. */
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

/** An object as a document: what somebody declared of it, and what it was told to be. */
export interface ArchivedDocument {
  apiVersion: 'cloudmeta/v1';
  kind: string;
  metadata: { name: string };
  spec: Properties;
  status: {
    identity: Identity;
    /** Of user-data, the latest first. */
    revisions?: RecordedRevision[];
    /** The number of objects that used it, or were parts of it, and lost it when it was deleted. */
    usedBy?: number;
    /** Of a machine: sums of what it was told of each thing that it shares with others, by the ids of those. */
    sharedHashes?: Record<string, string>;
    /** Parts that it had and the document has not. */
    lost?: string[];
  };
}

/** Properties but for those of these names. */
export function without(properties: Properties, ...names: string[]): Properties {
  const left = { ...properties };
  for (const name of names) delete left[name];
  return left;
}

/** The contents that a document refers to. */
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

/** The document for somebody who may not read contents: that they were there, and nothing of them. */
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
      ...(status.sharedHashes ? { sharedHashes: {} } : {}), // a sum tells who guesses a content that it is the right one
    },
  };
}
