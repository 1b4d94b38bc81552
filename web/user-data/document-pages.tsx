'use client';

import { recordPages } from '../records/record-pages';
import { documentKind } from './document-kind';

const pages = recordPages(documentKind);

export function DocumentList() {
  return <pages.List title="User data" />;
}

export function NewDocument() {
  return <pages.New />;
}

export function DocumentPage({ id }: { id: string }) {
  return <pages.Page id={id} />;
}

export function EditDocument({ id }: { id: string }) {
  return <pages.Edit id={id} />;
}
