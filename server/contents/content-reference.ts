import { ManyToOne } from '@mikro-orm/decorators/legacy';
import { Content } from './content.entity.ts';

/** Declares the hash of a content, which is stored while a row refers to it. */
export const ContentReference = () =>
  ManyToOne(() => Content, { mapToPk: true, fieldName: 'sha256', index: true });

/** Declares the hash as a part of the key of rows that only refer to contents. */
export const ContentReferenceKey = () =>
  ManyToOne(() => Content, {
    primary: true,
    mapToPk: true,
    fieldName: 'sha256',
    index: true,
    updateRule: 'no action',
    deleteRule: 'no action',
  });
