import type { Dialect } from '../database/dialect.ts';
import { factColumns, jsonFactColumns } from './facts.generated.ts';

/** The JSON syntax of a database. */
interface JsonSyntax {
  /** The parameter: the names by which machines are looked up. */
  names: string;
  list(of: string): string;
  object: string;
  /** A JSON column within JSON. */
  json(column: string): string;
  /** JSON as text. */
  text(json: string): string;
  /** Bytes as hexadecimal digits. */
  hex(column: string): string;
}

const dialects: Record<Dialect, JsonSyntax> = {
  sqlite: {
    names: 'select value from json_each(@names)',
    list: (of) => `json_group_array(${of})`,
    object: 'json_object',
    json: (column) => `json(${column})`,
    text: (json) => json,
    hex: (column) => `hex(${column})`,
  },
  postgresql: {
    names: 'select unnest($1::text[])',
    list: (of) => `coalesce(json_agg(${of}), '[]')`,
    object: 'json_build_object',
    json: (column) => column,
    text: (json) => `${json}::text`,
    hex: (column) => `encode(${column}, 'hex')`,
  },
};

/**
 * Selects everything that is served to machines in one statement: so it is all of one moment, and costs one round trip
 * for any number of machines. A machine is looked up by an address, its UUID, its instance-id or its record's id; there
 * is one row for each name that a machine has. `GuestRow` lists the columns.
 */
export function guestStatement(dialect: Dialect): string {
  const { names, list, object, json, text, hex } = dialects[dialect];
  const rows = (column: string, of: string, from: string) =>
    `${text(`(select ${list(of)} from ${from})`)} as ${column}`;
  const role = (id: string) =>
    text(`(select ${object}('id', r.id, 'name', r.name, 'givenProfileArn', r.given_profile_arn,
      'instanceProfileId', r.instance_profile_id, 'sealedCredentials', r.sealed_credentials,
      'credentialsExpireAt', r.credentials_expire_at, 'credentialsUpdatedAt', r.credentials_updated_at,
      'failureCode', r.failure_code, 'failureMessage', r.failure_message) from iam_role r where r.id = ${id})`);
  const key = `${object}('id', k.id, 'name', k.name, 'publicKey', k.public_key, 'position', a.position)`;
  const tag = `${object}('key', t.key, 'value', t.value)`;
  const address = `${object}('address', d.address, 'publicAddress', d.public_address, 'interfaceId', d.interface_id,
    'position', d.position)`;
  const group = `${object}('id', g.id, 'name', g.name, 'position', m.position)`;
  const nic = `${object}('id', n.id, 'mac', n.mac, 'deviceNumber', n.device_number, 'networkCard', n.network_card,
    'ipv4Prefixes', ${json('n.ipv4prefixes')}, 'ipv6Prefixes', ${json('n.ipv6prefixes')}, 'subnetId', n.subnet_id,
    'groups', (select ${list(group)} from group_membership m join security_group g on g.id = m.group_id
      where m.interface_id = n.id))`;
  const vpc = `${object}('id', v.id, 'ipv4CidrBlocks', ${json('v.ipv4cidr_blocks')},
    'ipv6CidrBlocks', ${json('v.ipv6cidr_blocks')})`;
  const subnet = `${object}('id', s.id, 'ipv4CidrBlock', s.ipv4cidr_block, 'ipv6CidrBlocks', ${json('s.ipv6cidr_blocks')},
    'ipv4Gateway', s.ipv4gateway, 'ipv6Gateway', s.ipv6gateway, 'dnsServers', ${json('s.dns_servers')},
    'dhcp', s.dhcp, 'vpc', ${vpc})`;
  const custom = `${object}('path', c.path, 'since', c.since, 'bytes', ${hex('v.bytes')})`;
  const event = `${object}('id', e.id, 'code', e.code, 'description', e.description, 'notBefore', e.not_before,
    'notAfter', e.not_after, 'notBeforeDeadline', e.not_before_deadline, 'state', e.state)`;
  return `with named as (
  select instance_id as id, address as name from address where address in (${names})
  union all select id, uuid from instance where uuid in (${names})
  union all select id, instance_id from instance where instance_id in (${names})
  union all select id, id from instance where id in (${names}))
select named.name, i.id, ${factColumns.map((fact) => `i.${fact}`).join(', ')},
  ${jsonFactColumns.map((fact) => `${text(`i.${fact}`)} as ${fact}`).join(', ')},
  u.id as user_data_id, b.bytes as user_data,
  ${role('i.iam_role_id')} as iam_role, ${role('i.identity_role_id')} as identity_role,
  ${rows('keys', key, 'key_attachment a join ssh_key k on k.id = a.key_id where a.instance_id = i.id')},
  ${rows('tags', tag, 'tag t where t.instance_id = i.id')},
  ${rows('addresses', address, 'address d where d.instance_id = i.id')},
  ${rows('interfaces', nic, 'network_interface n where n.instance_id = i.id')},
  ${rows('subnets', subnet, 'subnet s join vpc v on v.id = s.vpc_id where s.id in (select subnet_id from network_interface n where n.instance_id = i.id)')},
  ${rows('custom_metadata', custom, 'custom_metadata c join content v on v.sha256 = c.sha256 where c.instance_id = i.id')},
  ${rows('maintenance', event, 'maintenance_event e where e.instance_id = i.id')}
from named join instance i on i.id = named.id left join user_data u on u.id = i.user_data_id
  left join content b on b.sha256 = u.sha256`;
}
