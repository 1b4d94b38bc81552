import { PrimaryKeyProp, type Rel } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { ContentReferenceKey } from '../contents/content-reference.ts';
import type { ContentFacts } from '../database/record.ts';
import { AuditEntry, type AuditChange } from './audit-entry.entity.ts';

/** A content that a history entry shows: it is stored while this refers to it. */
@Entity()
@Index({ properties: ['subjectId', 'entry'] })
export class AuditContent {
  [PrimaryKeyProp]?: ['entry', 'sha256'];

  @ManyToOne(() => AuditEntry, { primary: true, deleteRule: 'cascade' })
  entry: Rel<AuditEntry>;

  @ContentReferenceKey()
  sha256: string;

  /** The object that the entry is about. */
  @Property({ type: 'string', length: 40 })
  subjectId: string;

  constructor(entry: AuditEntry, sha256: string) {
    this.entry = entry;
    this.sha256 = sha256;
    this.subjectId = entry.subjectId;
  }
}

/** The contents before and after the changes of an entry. */
export const contentsOf = (entry: AuditEntry): AuditContent[] =>
  [...new Set(entry.changes.flatMap(hashesOf))].map((sha256) => new AuditContent(entry, sha256));

const hashesOf = ({ before, after }: AuditChange): string[] =>
  [before, after].flatMap((one) => (isContent(one) ? one.sha256 : []));

const isContent = (value: unknown): value is ContentFacts =>
  typeof value === 'object' && value !== null && 'sha256' in value && 'size' in value;
