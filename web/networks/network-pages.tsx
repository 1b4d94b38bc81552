'use client';

import { SubNav } from '../parts/sub-nav';
import { recordPages } from '../records/record-pages';
import { securityGroupKind } from './security-group-kind';
import { subnetKind } from './subnet-kind';
import { vpcKind } from './vpc-kind';

const links = [
  { href: vpcKind.listPath, label: 'VPCs' },
  { href: subnetKind.listPath, label: 'Subnets' },
  { href: securityGroupKind.listPath, label: 'Security groups' },
];

const pages = {
  vpcs: { ...recordPages(vpcKind), href: vpcKind.listPath },
  subnets: { ...recordPages(subnetKind), href: subnetKind.listPath },
  'security-groups': { ...recordPages(securityGroupKind), href: securityGroupKind.listPath },
};

/** The part of a path that names a kind of network. */
export type NetworkList = keyof typeof pages;

export function NetworkListPage({ list }: { list: NetworkList }) {
  const { List, href } = pages[list];
  return <List title="Networks" above={<SubNav label="Networks" current={href} links={links} />} />;
}

export function NewNetworkPage({ list }: { list: NetworkList }) {
  const { New } = pages[list];
  return <New />;
}

export function NetworkPage({ list, id }: { list: NetworkList; id: string }) {
  const { Page } = pages[list];
  return <Page id={id} />;
}

export function EditNetworkPage({ list, id }: { list: NetworkList; id: string }) {
  const { Edit } = pages[list];
  return <Edit id={id} />;
}
