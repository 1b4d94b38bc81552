'use client';

import { recordPages } from '../records/record-pages';
import { roleKind } from './role-kind';

const pages = recordPages(roleKind);

export function RoleList() {
  return <pages.List title="Roles" />;
}

export function NewRole() {
  return <pages.New />;
}

export function RolePage({ id }: { id: string }) {
  return <pages.Page id={id} />;
}

export function EditRole({ id }: { id: string }) {
  return <pages.Edit id={id} />;
}
